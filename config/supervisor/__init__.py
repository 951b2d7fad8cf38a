"""Runs the portal's processes in one place: starts them, restarts what dies, stops all together."""
