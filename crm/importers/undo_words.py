"""What undoing an import did, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

# Table -> one of its rows, and several.
_ROWS: Final = {
    "action_officials": ("official in a contact", "officials in contacts"),
    "action_organizations": ("organization in a contact", "organizations in contacts"),
    "action_staff": ("staff member in a contact", "staff members in contacts"),
    "action_topics": ("topic of a contact", "topics of contacts"),
    "action_users": ("of us in a contact", "of us in contacts"),
    "bills": ("bill", "bills"),
    "bill_events": ("step of a bill", "steps of bills"),
    "bill_identifiers": ("id of a bill", "ids of bills"),
    "bill_links": ("companion of a bill", "companions of bills"),
    "bill_prints": ("print of a bill", "prints of bills"),
    "bill_snapshots": ("record of a bill", "records of bills"),
    "campaign_organizations": ("part in a campaign", "parts in campaigns"),
    "committee_seats": ("seat on a committee", "seats on committees"),
    "contact_points": ("phone or address", "phones and addresses"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "follow_ups": ("follow-up", "follow-ups"),
    "legislative_sessions": ("session", "sessions"),
    "merge_proposals": ("pair of records", "pairs of records"),
    "name_matches": ("printed name", "printed names"),
    "nameless_counts": ("number without names", "numbers without names"),
    "organization_contacts": ("contact of an organization", "contacts of organizations"),
    "outreach_actions": ("contact", "contacts"),
    "people": ("person", "people"),
    "person_identifiers": ("outside id", "outside ids"),
    "person_links": ("page about a person", "pages about people"),
    "person_names": ("name of a person", "names of people"),
    "positions": ("entry of the ledger", "entries of the ledger"),
    "roll_calls": ("roll call", "roll calls"),
    "source_differences": ("difference from a source", "differences from sources"),
    "staff_tenures": ("staff member", "staff members"),
    "tenures": ("term of office", "terms of office"),
}

# Table -> what it means that one of its rows, from elsewhere, points at a row.
_SINCE: Final = {
    "action_officials": "contacts have been logged with them since",
    "action_staff": "contacts have been logged with them since",
    "action_organizations": "contacts have been logged with them since",
    "outreach_actions": "contacts have been logged on them since",
    "ask_targets": "something is asked of them by name",
    "asks": "something is asked about them",
    "call_targets": "they are on call lists",
    "campaigns": "a campaign is about them",
    "contact_points": "phones and addresses have been added to them since",
    "committee_seats": "seats on committees have been added since",
    "deadlines": "deadlines have been set for them",
    "evidence": "evidence has been added to them since",
    "follow_ups": "something is owed to them",
    "gates": "they are gates of a campaign",
    "measure_bills": "they carry a measure",
    "memberships": "users work for them",
    "merges": "their records were joined with others",
    "name_matches": "printed names were matched to them since",
    "positions": "the ledger speaks of them",
    "relationships": "organizations know them",
    "sponsorships": "bills name them as sponsors",
    "staff_tenures": "staff has been noted since",
    "tenures": "terms of office have been noted since",
    "votes": "roll calls name them",
}

CHANGED_SINCE: Final = "somebody has changed them since"
NEVER_REMOVED: Final = "nothing is ever removed from the ledger"


@dataclass(frozen=True, slots=True)
class Stays:
    """Rows the import created that stay: how many of which table, and why."""

    table: str
    number: int
    why: str

    @property
    def sentence(self) -> str:
        """ "12 people stay: contacts have been logged with them since." """
        return f"{rows(self.table, self.number)} {'stays' if self.number == 1 else 'stay'}: {self.why}."


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What undoing an import did, or (where the caller rolls back) would do. Numbers are rows, by table."""

    batch: int
    kind: str
    source: str
    removed: tuple[tuple[str, int], ...]
    restored: int
    retracted: int
    contacts_retracted: int
    stays: tuple[Stays, ...]
    left: tuple[str, ...]
    bills_worked_out_anew: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """The report for people, the most important first."""
        told = [f"{rows(table, number)} removed." for table, number in self.removed]
        if self.restored:
            told.append(
                f"{'1 value is' if self.restored == 1 else f'{self.restored} values are'} again what was before."
            )
        if self.retracted:
            told.append(f"{rows('positions', self.retracted)} retracted: the ledger keeps what it was told.")
        if self.contacts_retracted:
            told.append(f"{rows('outreach_actions', self.contacts_retracted)} marked as taken back.")
        if self.bills_worked_out_anew:
            bills = rows("bills", self.bills_worked_out_anew)
            told.append(f"The sponsors of {bills} were worked out anew from what other imports brought.")
        told += [each.sentence for each in self.stays]
        told += self.left
        return tuple(told) or ("Nothing had to be changed.",)

    def summary(self) -> dict[str, Any]:
        """The report as plain values: what ``--json`` prints and the audit keeps."""
        return {
            "batch": self.batch,
            "kind": self.kind,
            "source": self.source,
            "removed": dict(self.removed),
            "restored": self.restored,
            "retracted": self.retracted,
            "contacts_retracted": self.contacts_retracted,
            "bills_worked_out_anew": self.bills_worked_out_anew,
            "stays": [{"table": each.table, "number": each.number, "why": each.why} for each in self.stays],
            "left": list(self.left),
        }


def _values(number: int) -> str:
    return "1 value is" if number == 1 else f"{number:,} values are"


def rows(table: str, number: int) -> str:
    """So many rows of a table, as a sentence names them: "1 person", "12 people"."""
    return f"{number:,} {noun(table, number)}"


def noun(table: str, number: int = 1) -> str:
    """What one row of the table is called, or several are."""
    plural = table.replace("_", " ")
    singular = plural[:-3] + "y" if plural.endswith("ies") else plural.removesuffix("s")
    return _ROWS.get(table, (singular, plural))[number != 1]


def since(child: str) -> str:
    """Why a row stays that a row of ``child``, from elsewhere, points at."""
    return _SINCE.get(child, f"{noun(child, 2)} noted since belong to them")


def hold(child: str) -> str:
    """Why a row stays that a row of ``child`` points at, which came with the same import and stays too."""
    if child == "positions":
        return "entries of the ledger, which are never removed, speak of them"
    return f"{noun(child, 2)} that stay belong to them"
