"""Rosters from Open States' people files (YAML, one file a person): read, compare with what is on file, apply."""
