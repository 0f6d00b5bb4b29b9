"""What was said and by whom, and the numbers that came without names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crm.coalition.models import Visibility
from crm.positions import nameless, service
from crm.positions.models import EvidenceKind, ShiftReason
from crm.positions.nameless import NewCount
from crm.positions.service import NewPosition
from crm.positions.stance import Stance
from seeds.book import Book, Step
from seeds.story.facts import Row, day_known, rows, source

FILE = "ledger"


def steps() -> Iterator[Step]:
    """Positions and counts, each known from the day of its source."""
    for row in rows(FILE, "position"):
        yield Step(day_known(row, "record"), partial(_position, row=row))
    for row in rows(FILE, "count"):
        yield Step(day_known(row, "record"), partial(_count, row=row))


def _position(book: Book, row: Row) -> None:
    kind = EvidenceKind(row.get("kind", "public_statement"))
    service.record(
        book.session,
        book.viewer,
        NewPosition(
            person_id=book.get("person", row["person"]),
            measure_id=book.get("measure", row["measure"]),
            stance=Stance(row["stance"]),
            words=row["words"],
            said=row["said"],
            condition=row.get("condition"),
            bill_id=book.find("bill", row.get("bill")),
            evidence=(source(row["source"]).evidence(kind, row.get("quote")),),
            visibility=Visibility.PUBLIC,
            made_by=ShiftReason.SPONSORED if kind is EvidenceKind.SPONSORSHIP else ShiftReason.SAID,
            fact_key=f"story:{row['person']}:{row['measure']}:{row['said']}",
        ),
    )


def _count(book: Book, row: Row) -> None:
    said_by = source(row["source"])
    nameless.record_count(
        book.session,
        book.viewer,
        NewCount(
            measure_id=book.get("measure", row["measure"]),
            number=row["number"],
            of_whom=row["of_whom"],
            did_what=row["did_what"],
            said=row["said"],
            source=said_by.cited,
            source_url=said_by.url,
            bill_id=book.find("bill", row.get("bill")),
            chamber_id=book.find("chamber", row.get("chamber")),
            visibility=Visibility.PUBLIC,
            fact_key=f"story:{row['measure']}:{row['said']}:{row['of_whom']}:{row.get('bill', '')}",
        ),
    )
