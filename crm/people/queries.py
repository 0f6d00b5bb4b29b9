"""Reads about people, in one place for the features above."""

from crm.people.rosters import ChamberRoster, rosters_of_chambers, seats_of_chamber, seats_of_chambers

__all__ = [
    "ChamberRoster",
    "rosters_of_chambers",
    "seats_of_chamber",
    "seats_of_chambers",
]
