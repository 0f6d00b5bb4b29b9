"""Whom a printed name means: outside ids, remembered decisions, then the name and the seat on that day."""
