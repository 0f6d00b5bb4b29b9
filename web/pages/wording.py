"""What the words stored in the database are called on screen, in the order in which a form offers them."""

from __future__ import annotations

from typing import Final

from crm.coalition.models import Visibility
from crm.outreach.models import Channel, Outcome
from crm.people.models import ContactKind, OfficeKind, Power
from crm.positions.models import Capacity, EvidenceKind

CHANNELS: Final = {
    Channel.CALL: "Call",
    Channel.MEETING: "Meeting",
    Channel.LOBBY_VISIT: "Lobby visit",
    Channel.LETTER: "Letter",
    Channel.EMAIL: "E-mail",
    Channel.TEXT: "Text message",
    Channel.SOCIAL: "Social media",
    Channel.RALLY: "Rally",
    Channel.EVENT: "Event",
    Channel.TESTIMONY: "Testimony",
}

CALL_OUTCOMES: Final = {
    Outcome.REACHED_MEMBER: "Reached member",
    Outcome.REACHED_STAFF: "Reached staff",
    Outcome.LEFT_MESSAGE: "Left a message",
    Outcome.NO_ANSWER: "No answer",
    Outcome.BUSY: "Busy",
    Outcome.CALL_BACK: "Call back",
    Outcome.WRONG_NUMBER: "Wrong number",
    Outcome.REFUSED: "Refused to talk",
}
OUTCOMES: Final = CALL_OUTCOMES | {
    Outcome.HELD: "Took place",
    Outcome.SENT: "Sent",
    Outcome.CANCELLED: "Cancelled",
}

EVIDENCE: Final = {
    EvidenceKind.PUBLIC_STATEMENT: (
        "Said in public",
        "A speech, an interview, a post. A plain yes is hard.",
    ),
    EvidenceKind.LETTER: ("In writing", "A letter, a signed form, an e-mail from them. A plain yes is hard."),
    EvidenceKind.CONVERSATION: (
        "Said to us",
        "A plain yes is hard once two of us heard it.",
    ),
    EvidenceKind.STAFF: ("Said by staff", "Their office speaks for them. A yes is soft until they say it themselves."),
    EvidenceKind.THIRD_PARTY: ("Heard from others", "Somebody else reports it. A yes is soft."),
    EvidenceKind.SPONSORSHIP: ("Name on the bill", "Sponsored or co-sponsored. A plain yes is hard."),
    EvidenceKind.VOTE: ("A vote", "A recorded vote. A plain yes is hard."),
}
EVIDENCE_NAMES: Final = {kind: name for kind, (name, _) in EVIDENCE.items()} | {
    EvidenceKind.PUBLIC_STATEMENT: "Public statement",
    EvidenceKind.CONVERSATION: "Conversation with us",
    EvidenceKind.STAFF: "Staff, speaking for them",
    EvidenceKind.THIRD_PARTY: "Reported by others",
    EvidenceKind.SPONSORSHIP: "Sponsorship",
    EvidenceKind.VOTE: "Recorded vote",
}

VISIBILITIES: Final = {
    Visibility.COALITION: ("Our coalition", "All organizations of the campaign see it."),
    Visibility.PRIVATE: ("Only us", "Nobody outside your organization sees it."),
    Visibility.PUBLIC: ("Everybody", "It may appear on the public tracker."),
}

CAPACITIES: Final = {Capacity.OFFICEHOLDER: "in office", Capacity.CANDIDATE: "as a candidate"}

CONTACTS: Final = {
    ContactKind.CAPITOL: "Capitol",
    ContactKind.DISTRICT: "District",
    ContactKind.PRIMARY: "Main office",
    ContactKind.CAPITOL_MAIL: "Capitol, by mail",
    ContactKind.DISTRICT_MAIL: "District, by mail",
    ContactKind.CAMPAIGN: "Campaign",
    ContactKind.HOME: "Home",
}

_POWERS: Final = {
    Power.VOTES: "votes on bills",
    Power.SIGNS: "signs or vetoes bills",
    Power.FLOOR: "decides what reaches the floor",
    Power.SPEAKS: "no vote on bills, a voice",
    Power.EXECUTES: "carries out the law, no vote on bills",
}


def power(kind: OfficeKind, what: Power) -> str:
    """What the holder of an office can do to a bill, in words; nothing for a plain seat."""
    return "" if kind is OfficeKind.SEAT and what is Power.VOTES else _POWERS[what]
