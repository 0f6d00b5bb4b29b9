"""Stances of a sheet into the ledger: each once, a changed cell as a new entry, nothing ever overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from crm import clock, dates
from crm.errors import WhipcountError
from crm.importers.sheet.days import last_day
from crm.importers.sheet.items import Entry
from crm.importers.sheet.writing import Found, Writing
from crm.positions.fact_keys import UNDONE
from crm.positions.models import EvidenceKind, Position
from crm.positions.service import NewEvidence, NewPosition, record
from crm.positions.stance import Stance

_RETRACTION = aliased(Position)
_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _There:
    """An entry that came of this sheet before. ``undone``: its import was taken back, so it may come again."""

    id: int
    stance: Stance
    words: str
    said: str
    said_latest: date
    undone: bool


def write_stances(writing: Writing, found: Sequence[Found]) -> None:
    """Enter what is new. Rows that contradict one another are told of, and left out."""
    there = _on_file(writing)
    said_twice = _contradictions(found)
    for reading, person_id in found:
        for entry in reading.items:
            if not isinstance(entry, Entry):
                continue
            others = said_twice.get((person_id, entry.measure_id, entry.said if entry.dated else None))
            if others:
                writing.problem(
                    reading,
                    f"Rows {others} say different things of one person on {entry.measure}, so none of them came in.",
                    "Keep the one that is right, or give each its day.",
                )
                continue
            known = there[person_id, entry.measure_id]
            if _same(known, entry):
                writing.report.same += 1
                continue
            try:
                new = record(writing.session, writing.viewer, _new(writing, person_id, entry, len(known) + 1))
            except WhipcountError as wrong:
                writing.problem(reading, wrong.message, wrong.hint)
                continue
            known.append(_There(new.id, entry.stance, new.words, new.said, new.said_latest, False))
            writing.report.created += 1


def _on_file(writing: Writing) -> dict[_Pair, list[_There]]:
    """What came of this sheet before, by person and measure (one query)."""
    rows = writing.session.execute(
        select(
            Position.id,
            Position.person_id,
            Position.measure_id,
            Position.stance,
            Position.words,
            Position.said,
            Position.said_latest,
            _RETRACTION.fact_key,
        )
        .outerjoin(_RETRACTION, _RETRACTION.corrects_id == Position.id)
        .where(Position.fact_key.startswith(writing.source.prefix, autoescape=True))
        .order_by(Position.id)
    )
    there: dict[_Pair, list[_There]] = defaultdict(list)
    for id_, person_id, measure_id, stance, words, said, said_latest, key in rows:
        if stance is not None:
            undone = (key or "").startswith(UNDONE)
            there[person_id, measure_id].append(_There(id_, stance, words, said, said_latest, undone))
    return there


def _same(there: Sequence[_There], entry: Entry) -> bool:
    """Whether the sheet has said this before.

    A row with a day of its own is a statement by itself. Without one the cell is how things stand: it says something
    new only where it differs from what the sheet said last as of that day.
    """
    standing = [each for each in there if not each.undone]
    if entry.dated:
        return any(
            (each.said, each.stance, each.words) == (entry.said, entry.stance, entry.words.strip()) for each in standing
        )
    as_of = last_day(entry.said, clock.today())
    before = [each for each in standing if each.said_latest <= as_of]
    last = max(before, key=lambda each: (each.said_latest, each.id), default=None)
    return last is not None and last.stance is entry.stance


def _contradictions(found: Sequence[Found]) -> dict[tuple[int, int, str | None], str]:
    """The rows that give one person two stances on one measure at one time, as "5 and 9"."""
    stances: dict[tuple[int, int, str | None], dict[Stance, list[int]]] = defaultdict(lambda: defaultdict(list))
    for reading, person_id in found:
        for entry in reading.items:
            if isinstance(entry, Entry):
                key = (person_id, entry.measure_id, entry.said if entry.dated else None)
                stances[key][entry.stance].append(reading.number)
    return {key: " and ".join(str(rows[0]) for rows in said.values()) for key, said in stances.items() if len(said) > 1}


def _new(writing: Writing, person_id: int, entry: Entry, turn: int) -> NewPosition:
    said = writing.ground.mapping.constants
    return NewPosition(
        person_id=person_id,
        measure_id=entry.measure_id,
        stance=entry.stance,
        words=entry.words,
        said=entry.said or f"../{clock.today().isoformat()}",
        evidence=(evidence(writing, entry),),
        visibility=writing.ground.visibility,
        organization_id=writing.organization_id,
        campaign_id=writing.campaign_id,
        condition=entry.condition,
        fact_key=f"{writing.source.prefix}{person_id}:{entry.measure_id}:{turn}",
        learned_on=dates.parse(said.day).latest if said.day and not entry.said else None,
    )


def evidence(writing: Writing, entry: Entry) -> NewEvidence:
    """The sheet as evidence, with the link or the source that the row names."""
    said = writing.ground.mapping.constants
    link = entry.source if entry.source and entry.source.startswith(("https://", "http://")) else None
    return NewEvidence(
        said.evidence,
        title=writing.source.title,
        outlet=entry.source if entry.source and link is None else None,
        url=link or said.url,
        quote=entry.words if said.evidence is EvidenceKind.PUBLIC_STATEMENT else None,
    )
