"""Lobby days: who goes where with whom, and what came of it."""
