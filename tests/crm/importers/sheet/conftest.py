"""A state with two campaigns, its officials, and sheets of text that are read, mapped and applied in one call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.importers.report import ImportReport
from crm.importers.sheet.applying import Preview, apply_sheet, preview
from crm.importers.sheet.completing import completed
from crm.importers.sheet.mapping import Column, Mapping, SheetKind, constants_from, guess
from crm.importers.sheet.tables import Table, read_table
from crm.positions.models import Position
from tests import builders, cast
from tests.builders.scene import Scene

TODAY = date(2026, 3, 1)


class Desk(Scene):
    """The usual scene, with a member of the lower house, and a desk at which sheets are worked on."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.other_measure = builders.measure(session, self.state, "Fair Fares Act")
        self.member = builders.person(session, cast.MEMBER)
        assert self.state.lower is not None
        builders.seat(session, self.state.lower, 3, self.member)

    def table(self, text: str, name: str = "tracker.csv") -> Table:
        """The text as a sheet."""
        return read_table(name, text.encode())

    def mapping(self, table: Table, kind: SheetKind | None = None, *columns: Column, **constants: Any) -> Mapping:
        """The guess, with these columns and constants."""
        mapping = guess(table, kind)
        for column in columns:
            mapping = mapping.with_column(column)
        return completed(self.session, replace(mapping, constants=constants_from(constants, mapping.constants)))

    def apply(self, text: str, kind: SheetKind | None = None, *columns: Column, viewer: Viewer | None = None,
              name: str = "tracker.csv", upload_id: int | None = None, **constants: Any) -> ImportReport:  # fmt: skip
        """Read, map and apply the text; for Ada unless another viewer is given."""
        table = self.table(text, name)
        mapping = self.mapping(table, kind, *columns, **constants)
        found = apply_sheet(
            self.session, viewer or self.ada, table, mapping, source=name, upload_id=upload_id
        )  # fmt: skip
        self.session.expire_all()
        return found

    def preview(self, text: str, kind: SheetKind | None = None, *columns: Column, viewer: Viewer | None = None,
                limit: int = 20, **constants: Any) -> Preview:  # fmt: skip
        """What would become of the text."""
        table = self.table(text)
        mapping = self.mapping(table, kind, *columns, **constants)
        return preview(self.session, viewer or self.ada, table, mapping, limit)

    def entries(self) -> list[tuple[str, str, str, str]]:
        """The ledger, oldest first: person, stance, said, words."""
        rows = self.session.scalars(select(Position).order_by(Position.id))
        return [(row.person.name, str(row.stance), row.said, row.words) for row in rows]


@pytest.fixture
def desk(session: Session) -> Iterator[Desk]:
    """The desk, on a day in March."""
    with clock.held_at(TODAY):
        yield Desk(session)


def told(report: ImportReport) -> tuple[int, int, int]:
    """Created, updated, the same."""
    return report.created, report.updated, report.same
