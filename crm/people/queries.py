"""Reads about people, in one place for the features above."""

from crm.people.directory import (
    HeldOffice,
    OfficialFilters,
    OfficialPage,
    OfficialRow,
    governments,
    offices_held,
    official_ids,
    officials,
    officials_of,
    parties,
)
from crm.people.finding import find_person, surviving
from crm.people.merging import OpenProposal, open_proposals, proposals_about
from crm.people.profile import CommitteePart, Contact, Official, StaffMember, contacts_of, official
from crm.people.rosters import ChamberRoster, rosters_of_chambers, seats_of_chamber, seats_of_chambers

__all__ = [
    "ChamberRoster",
    "CommitteePart",
    "Contact",
    "HeldOffice",
    "Official",
    "OfficialFilters",
    "OfficialPage",
    "OfficialRow",
    "OpenProposal",
    "StaffMember",
    "contacts_of",
    "find_person",
    "governments",
    "offices_held",
    "official",
    "official_ids",
    "officials",
    "officials_of",
    "open_proposals",
    "parties",
    "proposals_about",
    "rosters_of_chambers",
    "seats_of_chamber",
    "seats_of_chambers",
    "surviving",
]
