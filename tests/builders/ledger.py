"""Entries of the ledger as bare rows, for tests of what reads it. Tests of the service call the service."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from crm import clock, dates
from crm.bills.models import Measure
from crm.coalition.models import Visibility
from crm.people.models import Person
from crm.positions.models import Evidence, EvidenceKind, Position
from crm.positions.stance import Stance


def position(
    session: Session,
    person: Person,
    measure: Measure,
    stance: Stance | str | None = Stance.YES,
    said: str = "2025-06-01",
    *,
    hard: bool = True,
    **columns: Any,
) -> Position:
    """An entry said on the (EDTF) day, public unless ``columns`` say otherwise; hard entries get firm evidence."""
    bounds = dates.parse(said)
    found = Position(
        **{
            "person_id": person.id,
            "measure_id": measure.id,
            "stance": Stance(stance) if stance else None,
            "words": "Said so.",
            "said": said,
            "said_earliest": bounds.earliest,
            "said_latest": bounds.latest,
            "recorded_at": clock.now(),
            "visibility": Visibility.PUBLIC,
            **columns,
        }
    )
    session.add(found)
    session.flush()
    evidence(session, found, EvidenceKind.PUBLIC_STATEMENT if hard else EvidenceKind.CONVERSATION, is_firm=hard)
    return found


def evidence(
    session: Session,
    position: Position,
    kind: EvidenceKind = EvidenceKind.PUBLIC_STATEMENT,
    *,
    is_firm: bool = True,
    **columns: Any,
) -> Evidence:
    """A piece of evidence for the entry."""
    found = Evidence(
        **{
            "position_id": position.id,
            "kind": kind,
            "is_firm": is_firm,
            "title": "A note",
            "witnesses": [],
            "recorded_at": position.recorded_at,
            **columns,
        }
    )
    session.add(found)
    session.flush()
    return found
