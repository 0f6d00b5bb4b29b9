"""A small world with entries behind all kinds of walls, written row by row, so that parts of it can be left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.outreach.models import (
    ActionOfficial,
    ActionStaff,
    ActionTopic,
    Channel,
    FollowUp,
    Outcome,
    OutreachAction,
    Relationship,
)
from crm.positions.models import Evidence, EvidenceKind, NamelessCount, Position, Ruling
from crm.positions.stance import Stance
from tests import builders, cast

START = date(2025, 3, 1)
PEOPLE = 2


@dataclass(frozen=True)
class Wall:
    """Whose an entry is and who may see it, by the places of organization and campaign in the world."""

    visibility: Visibility
    organization: int | None
    campaign: int | None

    def seen_by(self, organizations: frozenset[int], campaigns: frozenset[int]) -> bool:
        """The rule in the design's words, asked the slow way."""
        if self.visibility is Visibility.PUBLIC or self.organization in organizations:
            return True
        return self.visibility is Visibility.COALITION and self.campaign in campaigns


@dataclass(frozen=True)
class Row:
    """One thing somebody entered. ``about`` is the place of an earlier thing it belongs to, or of two for a ruling."""

    kind: str
    wall: Wall
    person: int
    stance: Stance
    day: int
    known: int
    about: tuple[int, ...] = ()


PARTNERS: dict[int, frozenset[int]] = {0: frozenset({0, 1}), 1: frozenset({1, 2})}
"""Which organizations take part in which campaign; the one in the middle in both."""

VIEWERS = st.sampled_from([frozenset(), frozenset({0}), frozenset({1}), frozenset({2}), frozenset({0, 2})])
"""The organizations a viewer works for."""


@st.composite
def walls(draw) -> Wall:
    """Any wall the tables admit: public records have no owner."""
    visibility = draw(st.sampled_from(list(Visibility)))
    campaign = draw(st.sampled_from([0, 1] if visibility is Visibility.COALITION else [None, 0, 1]))
    owners = [0, 1, 2, *([None] if visibility is Visibility.PUBLIC else [])]
    return Wall(visibility, draw(st.sampled_from(owners)), campaign)


@st.composite
def worlds(draw) -> list[Row]:
    """What is entered, in the order of entering."""
    found: list[Row] = []
    mended: set[int] = set()
    ruled: set[int] = set()
    for place in range(draw(st.integers(1, 10))):
        row = Row(
            draw(st.sampled_from(["position", "position", "action", "count", "follow_up", "tie"])),
            draw(walls()),
            draw(st.integers(0, PEOPLE - 1)),
            draw(st.sampled_from([Stance.YES, Stance.NO, Stance.UNDECIDED])),
            draw(st.integers(0, 30)),
            place,
        )
        entries = [at for at, each in enumerate(found) if each.kind in ("position", "correction", "retraction")]
        open_ = [at for at in entries if at not in mended and found[at].kind != "retraction"]
        actions = [at for at, each in enumerate(found) if each.kind == "action"]
        choice = draw(st.integers(0, 4))
        if choice == 0 and open_:
            at = draw(st.sampled_from(open_))
            mended.add(at)
            kind = draw(st.sampled_from(["correction", "retraction"]))
            row = replace(row, kind=kind, person=found[at].person, about=(at,), wall=draw(_narrower(found[at].wall)))
        elif choice == 1:
            pairs = [
                (a, b)
                for a in entries
                for b in entries
                if a != b and b not in ruled and found[a].person == found[b].person
            ]
            if pairs:
                pair = draw(st.sampled_from(pairs))
                ruled.add(pair[1])
                row = replace(row, kind="ruling", about=pair)
        elif choice == 2 and actions:
            at = draw(st.sampled_from(actions))
            row = replace(row, kind=draw(st.sampled_from(["owed", "topic"])), wall=found[at].wall, about=(at,))
        found.append(row)
    return found


@st.composite
def _narrower(draw, wall: Wall) -> Wall:
    """The same wall, or that of one organization which sees behind it."""
    if draw(st.booleans()):
        return wall
    inside = [each for each in (0, 1, 2) if wall.seen_by(frozenset({each}), _campaigns_of({each}))]
    return Wall(Visibility.PRIVATE, draw(st.sampled_from(inside)), wall.campaign)


def _campaigns_of(organizations: Any) -> frozenset[int]:
    return frozenset(campaign for campaign, members in PARTNERS.items() if members & set(organizations))


def visible_part(rows: list[Row], organizations: frozenset[int]) -> list[Row | None]:
    """The world without what a member of the organizations may not see: nothing in those places."""
    campaigns = _campaigns_of(organizations)
    kept: list[Row | None] = []
    for row in rows:
        seen = all(kept[at] is not None for at in row.about)
        kept.append(row if seen and (row.kind == "ruling" or row.wall.seen_by(organizations, campaigns)) else None)
    return kept


@dataclass
class Written:
    """The world in a database. Every row has the id of its place, so that what is left out moves no other."""

    session: Any

    def __post_init__(self) -> None:
        session = self.session
        where = builders.state(session, upper=PEOPLE, lower=0)
        self.measure = builders.measure(session, where)
        self.people = [builders.person(session, f"Person {number}") for number in range(PEOPLE)]
        for number, person in enumerate(self.people, start=1):
            builders.seat(session, where.upper, number, person)
        self.organizations = [
            builders.organization(session, name) for name in (cast.NEIGHBORS, cast.CLINIC, cast.OUTSIDERS)
        ]
        self.campaigns = [
            builders.campaign(
                session, self.measure, [self.organizations[at] for at in sorted(members)], name=f"C{number}"
            )
            for number, members in PARTNERS.items()
        ]

    def viewer(self, organizations: frozenset[int]) -> Viewer:
        """A viewer who works for the organizations."""
        return Viewer(
            organization_ids=frozenset(self.organizations[at].id for at in organizations),
            campaign_ids=frozenset(self.campaigns[at].id for at in _campaigns_of(organizations)),
        )

    def write(self, rows: list[Row | None]) -> None:
        """Write what is there, oldest first."""
        for place, row in enumerate(rows, start=1):
            if row is not None:
                _WRITERS[row.kind](self, place, row, _recorded(row))

    def wall(self, row: Row) -> dict[str, Any]:
        """The columns that say who may see it."""
        wall = row.wall
        return {
            "visibility": wall.visibility,
            "organization_id": None if wall.organization is None else self.organizations[wall.organization].id,
            "campaign_id": None if wall.campaign is None else self.campaigns[wall.campaign].id,
        }

    def add(self, *rows: Any) -> None:
        """Insert the rows, in this order."""
        for row in rows:
            self.session.add(row)
            self.session.flush()


def _recorded(row: Row) -> datetime:
    return datetime.combine(START, datetime.min.time(), tzinfo=UTC) + timedelta(days=40 + row.known)


def _day(row: Row) -> date:
    return START + timedelta(days=row.day)


def _said(row: Row) -> dict[str, Any]:
    day = _day(row)
    return {"said": day.isoformat(), "said_earliest": day, "said_latest": day}


def _happened(row: Row) -> dict[str, Any]:
    day = _day(row)
    return {"happened": day.isoformat(), "happened_earliest": day, "happened_latest": day}


def _position(world: Written, id_: int, row: Row, recorded: datetime) -> None:
    taken_back = row.kind == "retraction"
    world.add(
        Position(
            id=id_,
            person_id=world.people[row.person].id,
            measure_id=world.measure.id,
            stance=None if taken_back else row.stance,
            is_retraction=taken_back,
            corrects_id=row.about[0] + 1 if row.about else None,
            reason_given=f"reason {id_}" if row.about else None,
            words=f"words {id_}",
            recorded_at=recorded,
            **_said(row),
            **world.wall(row),
        ),
        Evidence(id=id_, position_id=id_, kind=EvidenceKind.LETTER, is_firm=True, witnesses=[], recorded_at=recorded),
    )


def _ruling(world: Written, id_: int, row: Row, recorded: datetime) -> None:
    upheld, overruled = row.about
    world.add(
        Ruling(id=id_, upheld_id=upheld + 1, overruled_id=overruled + 1, reason=f"ruled {id_}", recorded_at=recorded)
    )


def _count(world: Written, id_: int, row: Row, recorded: datetime) -> None:
    world.add(
        NamelessCount(
            id=id_, measure_id=world.measure.id, number=id_, of_whom="people", did_what="signed", source="a letter",
            recorded_at=recorded, **_said(row), **world.wall(row),
        )
    )  # fmt: skip


def _action(world: Written, id_: int, row: Row, recorded: datetime) -> None:
    person = world.people[row.person].id
    world.add(
        OutreachAction(
            id=id_, channel=Channel.CALL, outcome=Outcome.REACHED_STAFF, notes=f"notes {id_}", title=f"title {id_}",
            recorded_at=recorded, **_happened(row), **world.wall(row),
        ),
        ActionOfficial(id=id_, action_id=id_, person_id=person),
        ActionStaff(id=id_, action_id=id_, printed_name=f"aide {id_}", boss_id=person),
    )  # fmt: skip


def _topic(world: Written, id_: int, row: Row, recorded: datetime) -> None:
    """An answer in an earlier contact, with the entry that came of it, behind the contact's walls."""
    _position(world, id_, replace(row, about=()), recorded)
    world.add(
        ActionTopic(
            id=id_, action_id=row.about[0] + 1, measure_id=world.measure.id, answer=f"answer {id_}", position_id=id_
        )
    )


def _follow_up(world: Written, id_: int, row: Row, recorded: datetime) -> None:
    world.add(
        FollowUp(
            id=id_, action_id=row.about[0] + 1 if row.about else None, person_id=world.people[row.person].id,
            what=f"owed {id_}", due_on=_day(row), recorded_at=recorded, **world.wall(row),
        )
    )  # fmt: skip


def _tie(world: Written, id_: int, row: Row, recorded: datetime) -> None:
    world.add(
        Relationship(
            id=id_, person_id=world.people[row.person].id, kind=f"kind {id_}", strength=3, recorded_at=recorded,
            **world.wall(row),
        )
    )  # fmt: skip


_WRITERS = {
    "position": _position,
    "correction": _position,
    "retraction": _position,
    "ruling": _ruling,
    "count": _count,
    "action": _action,
    "topic": _topic,
    "owed": _follow_up,
    "follow_up": _follow_up,
    "tie": _tie,
}
