"""What gates, deadlines, shifts and the records of bills are called on screen."""

from __future__ import annotations

from typing import Final

from crm.bills.models import BillLinkKind, Carries, EventKind, SponsorKind, Stage, VoteCode
from crm.campaigns.models import GateState
from crm.jurisdictions.models import Certainty, DeadlineKind
from crm.positions.shifts import Reason

GATE_STATES: Final = {
    GateState.AHEAD: "ahead",
    GateState.AT: "here now",
    GateState.PASSED: "through",
    GateState.BLOCKED: "blocked",
}

REASONS: Final = {
    Reason.SAID: "Said so",
    Reason.SPONSORED: "Put their name on the bill",
    Reason.SPONSORSHIP_WITHDRAWN: "Took their name off the bill",
    Reason.LAPSED: "The bill with their name on it died with its session",
    Reason.VOTED: "Voted",
    Reason.CORRECTED: "An entry was corrected",
    Reason.RETRACTED: "An entry was taken back",
}

DEADLINES: Final = {
    DeadlineKind.ADJOURNMENT: "Adjournment",
    DeadlineKind.COMMITTEE: "Committee deadline",
    DeadlineKind.INTRODUCTION: "Introduction deadline",
    DeadlineKind.BUDGET: "Budget",
    DeadlineKind.SPECIAL_SESSION: "Special session",
    DeadlineKind.OPENING: "Opening",
    DeadlineKind.OTHER: "Other",
}

CERTAINTIES: Final = {
    Certainty.PREDICTED: "predicted from the rules",
    Certainty.ANNOUNCED: "announced",
    Certainty.ACTED: "happened",
}

CARRIES: Final = {
    Carries.CARRIER: "carries the measure",
    Carries.VEHICLE: "vehicle: took (part of) it in",
    Carries.RIVAL: "rival bill",
}

LINKS: Final = {
    BillLinkKind.SAME_AS: "Same as",
    BillLinkKind.PREVIOUS_VERSION: "Previous version",
    BillLinkKind.SUBSTITUTED_BY: "Substituted by",
}

SPONSORS: Final = {SponsorKind.PRIME: "prime sponsor", SponsorKind.CO: "co-sponsor", SponsorKind.MULTI: "multi-sponsor"}

STAGES: Final = {Stage.COMMITTEE: "Committee vote", Stage.FLOOR: "Floor vote"}

VOTES: Final = {
    VoteCode.AYE: "Aye",
    VoteCode.NAY: "Nay",
    VoteCode.AYE_WITH_RESERVATIONS: "Aye with reservations",
    VoteCode.EXCUSED: "Excused",
    VoteCode.ABSENT: "Absent",
    VoteCode.ABSTAINED: "Abstained",
}

EVENTS: Final = {kind: kind.value.replace("_", " ").capitalize() for kind in EventKind}
