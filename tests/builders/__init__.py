"""Rows for tests, in a line each. Builders make rows and nothing else: what is under test is called by the test."""

from tests.builders.campaigns import ask, campaign, organization
from tests.builders.law import bill, measure
from tests.builders.ledger import evidence, position
from tests.builders.people import person, post, seat, vacate
from tests.builders.states import State, chamber, district, state
from tests.builders.users import member, user, viewer_of

__all__ = [
    "State",
    "ask",
    "bill",
    "campaign",
    "chamber",
    "district",
    "evidence",
    "measure",
    "member",
    "organization",
    "person",
    "position",
    "post",
    "seat",
    "state",
    "user",
    "vacate",
    "viewer_of",
]
