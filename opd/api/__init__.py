"""Accounts, offices and who holds them, over HTTP, for programs."""
