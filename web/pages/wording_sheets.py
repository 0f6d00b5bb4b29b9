"""What kinds of sheets, uses of columns and meanings of cells are called on screen."""

from __future__ import annotations

from typing import Final

from crm.bills.models import SponsorKind
from crm.importers.sheet.columns import NOTHING, SheetKind, Use
from crm.jurisdictions.models import ChamberKind
from crm.positions.stance import SCALE, Stance
from web.pages.wording import CHANNELS, EVIDENCE, OUTCOMES, VISIBILITIES

KINDS: Final = (
    (SheetKind.OFFICIALS.value, "Officials", "Phones, e-mails and addresses of people on file."),
    (SheetKind.POSITIONS.value, "Positions", "Who stands where on a measure."),
    (SheetKind.CONTACTS.value, "Contacts", "Calls, meetings and letters: a log kept elsewhere."),
    (SheetKind.ORGANIZATIONS.value, "Organizations", "Who belongs to the coalition, and how."),
    (SheetKind.SPONSORS.value, "Sponsors", "Whose names are on a bill."),
)

USE_NAMES: Final = {
    Use.IGNORE: "Not used",
    Use.NAME: "Name",
    Use.GIVEN_NAME: "First name",
    Use.FAMILY_NAME: "Family name",
    Use.CHAMBER: "Chamber",
    Use.DISTRICT: "District",
    Use.PARTY: "Party",
    Use.PHONE: "Phone",
    Use.EMAIL: "E-mail",
    Use.ADDRESS: "Address",
    Use.WEBSITE: "Website",
    Use.STANCE: "Stance on a measure",
    Use.SPONSORS: "Sponsor of a bill",
    Use.MEASURE: "Which measure",
    Use.BILL: "Which bill",
    Use.SPONSOR_KIND: "Kind of sponsor",
    Use.SAID: "Day",
    Use.WITHDRAWN: "Withdrawn on",
    Use.WORDS: "Their words",
    Use.CONDITION: "Condition",
    Use.SOURCE: "Source",
    Use.CHANNEL: "How (call, letter …)",
    Use.OUTCOME: "How it went",
    Use.NOTES: "Notes",
    Use.STAFF: "With whom of the staff",
    Use.FOLLOW_UP: "What is owed next",
    Use.DUE: "Owed until",
    Use.LEVEL: "Level of membership",
    Use.MEASURES: "Measures they support",
}

_STANCES: Final = {
    Stance.YES: "Yes",
    Stance.LEANING_YES: "Leaning yes",
    Stance.UNDECIDED: "Undecided",
    Stance.LEANING_NO: "Leaning no",
    Stance.NO: "No",
}
_SPONSORS: Final = {
    SponsorKind.PRIME: "Prime sponsor",
    SponsorKind.CO: "Co-sponsor",
    SponsorKind.MULTI: "Multi-sponsor",
}
MEANINGS: Final = {
    Use.STANCE: [*((stance.value, _STANCES[stance]) for stance in SCALE), (NOTHING, "Says nothing")],
    Use.SPONSORS: [*((kind.value, name) for kind, name in _SPONSORS.items()), (NOTHING, "Says nothing")],
}
"""What a cell of such a column may mean."""

CHAMBERS: Final = [
    (ChamberKind.UPPER.value, "Upper house"),
    (ChamberKind.LOWER.value, "Lower house"),
    (ChamberKind.UNICAMERAL.value, "One-house legislature or council"),
]
SPONSOR_KINDS: Final = [(kind.value, name) for kind, name in _SPONSORS.items()]
EVIDENCE_KINDS: Final = [(kind.value, name) for kind, (name, _) in EVIDENCE.items()]
SEEN_BY: Final = [(each.value, f"{name}: {why[0].lower()}{why[1:]}") for each, (name, why) in VISIBILITIES.items()]
CHANNEL_NAMES: Final = [(each.value, name) for each, name in CHANNELS.items()]
OUTCOME_NAMES: Final = [(each.value, name) for each, name in OUTCOMES.items()]
