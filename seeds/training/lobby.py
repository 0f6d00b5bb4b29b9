"""The lobby day that is planned for next week: three teams, their doors, and what is still wrong with the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from functools import partial
from typing import Final

from crm.campaigns.models import AskKind
from crm.campaigns.queries import asks_open
from crm.lobbying.models import SlotState
from crm.lobbying.service import add_day, add_member, add_team
from crm.lobbying.slots import NewMeeting, add_meeting
from seeds.book import Step
from seeds.training.book import Book
from seeds.training.cast import Cast, Member
from seeds.training.coalition import lead_of
from seeds.training.days import Days
from seeds.training.facts import CAMPAIGN, Row, lots, read
from seeds.training.people import room
from seeds.training.rounds import SETTLED

FILE: Final = "lobby"


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """The day is planned some days before; nothing of it has happened yet."""
    row = read(FILE)
    yield Step(days.at(row["planned"], 15 * 60), partial(_plan, row=row, doors=_doors(cast)))


def _doors(cast: Cast) -> list[Member]:
    """The members who can still be moved, in an order drawn by lot."""
    there = [member for member in cast.members.values() if member.chamber_on(0) and member.part not in SETTLED]
    lots("next lobby day").shuffle(there)
    return there


def _plan(book: Book, row: Row, doors: list[Member]) -> None:
    viewer = book.acting(lead_of(row["organization"]))
    day = add_day(
        book.session,
        viewer,
        book.get("campaign", CAMPAIGN),
        row["name"],
        book.days.of(row),
        place=row["place"],
        notes=row["goal"],
        organization_id=book.get("organization", row["organization"]),
    )
    teams = {}
    for each in row["team"]:
        team = add_team(book.session, viewer, day.id, each["name"])
        teams[each["name"]] = team.id
        for key in each["users"]:
            add_member(book.session, viewer, team.id, user_id=book.get("user", key))
        for name in each["also"]:
            add_member(book.session, viewer, team.id, printed_name=name)
    asks = {
        ask.chamber_id: ask.id
        for ask in asks_open(book.session, viewer, day.campaign_id, day.held_on)
        if ask.kind is AskKind.VOTE_YES
    }
    for each in row["meeting"]:
        members = [doors[number - 1] for number in each["doors"]]
        chamber = members[0].chamber_on(0) or "lower"
        new = NewMeeting(
            starts_at=_time(each["from"]),
            ends_at=_time(each["until"]) if "until" in each else None,
            person_ids=tuple(book.get("person", member.key) for member in members),
            team_id=teams.get(each.get("team", "")),
            building="State Capitol",
            room=room(members[0]),
            ask_id=asks.get(book.get("chamber", chamber)),
            with_staff=each.get("staff", ""),
            notes=each.get("notes", ""),
            state=SlotState.AGREED if each.get("agreed") else SlotState.ASKED,
        )
        add_meeting(book.session, viewer, day.id, new)


def _time(minutes: int) -> time:
    return time(*divmod(minutes, 60))
