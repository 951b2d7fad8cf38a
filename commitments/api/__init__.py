"""Commitments, decisions, agreements and verification over HTTP, for programs."""
