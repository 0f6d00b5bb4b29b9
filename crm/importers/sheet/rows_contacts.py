"""Rows that tell of a contact with an official."""

from __future__ import annotations

import re

from crm.importers.sheet.columns import Use
from crm.importers.sheet.items import Contact, Reading
from crm.importers.sheet.reading import Reader
from crm.importers.sheet.rows_stances import measure_of, read_stance, when
from crm.importers.sheet.tables import Row
from crm.importers.sheet.words import channel_meant, outcome_meant
from crm.outreach.models import Channel, Outcome, Part
from crm.outreach.outcomes import may_carry_stance


def read_contact(reader: Reader, reading: Reading, row: Row) -> None:
    """Add the contact the row tells of, unless the row does not say when it was."""
    mapping = reader.ground.mapping
    happened, dated = when(reader, reading, row)
    if happened is None:
        if not reading.problems:
            reader.note(row, "The row does not say when it was.", "Fill in the day, or choose one for all rows.")
        return
    stance = mapping.column(Use.STANCE)
    entry = read_stance(reader, row, stance, happened, dated) if stance else None
    outcome = _outcome(reader, row)
    if entry is not None and not may_carry_stance(outcome, Part.TARGET):
        reading.problem(
            f"Nobody was reached, so “{entry.cell[:40]}” cannot be what they said.",
            "The contact comes in without it; mend the outcome, or enter the stance by itself.",
        )
        entry = None
    measure = measure_of(reader, row, stance) if entry is None else None
    follow_up = reader.said(row, Use.FOLLOW_UP)
    reading.items.append(
        Contact(
            channel=_channel(reader, row),
            outcome=outcome,
            happened=happened,
            notes="\n".join(filter(None, (reader.cell(row, column) for column in mapping.all_for(Use.NOTES)))),
            staff=tuple(filter(None, (name.strip() for name in re.split(r"[;/\n]", reader.said(row, Use.STAFF))))),
            entry=entry,
            measure_id=measure.id if measure else None,
            answer=reader.cell(row, mapping.column(Use.WORDS)) or None,
            follow_up=None if follow_up.casefold() in ("", "no", "n", "none", "-") else follow_up,
            due=reader.day(reading, row, Use.DUE) if follow_up else None,
        )
    )


def _channel(reader: Reader, row: Row) -> Channel:
    text = reader.said(row, Use.CHANNEL)
    found = channel_meant(text) if text else None
    if text and found is None:
        reader.note(
            row, f"“{text[:60]}” is no way of contact that is known.", "Taken as in the mapping: write call, email, ..."
        )
    return found or reader.ground.mapping.constants.channel


def _outcome(reader: Reader, row: Row) -> Outcome | None:
    text = reader.said(row, Use.OUTCOME)
    found = outcome_meant(text) if text else None
    if text and found is None:
        reader.note(
            row,
            f"“{text[:60]}” is no outcome that is known.",
            "It is left open: write left message, reached staff, ...",
        )
    return found or (None if text else reader.ground.mapping.constants.outcome)
