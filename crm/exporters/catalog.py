"""Every export by its name: what the pages and the command line offer, and what narrows each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO, Final

from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.exporters import (
    board,
    calendar,
    call_lists,
    forecast,
    imports,
    lobbying,
    measures,
    officials,
    organizations,
    outreach,
    positions,
)
from crm.exporters.asked import Asked, Filter
from crm.exporters.formats import ABOUT, TABLES, Format, write_table
from crm.exporters.tables import Table
from crm.exporters.vcard import Version
from crm.names import slugify

Writer = Callable[[Session, Viewer, Asked], bytes | Iterable[str]]


@dataclass(frozen=True, slots=True)
class Export:
    """An export. ``is_public``: all of it is public record; what is not is noted when it leaves."""

    name: str
    help: str
    filters: tuple[Filter, ...]
    table: Callable[[Session, Viewer, Asked], Table]
    also: Mapping[Format, Writer] = field(default_factory=dict)
    is_public: bool = False

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats it can be written in."""
        return (*TABLES, *self.also)

    def leaves_notes(self, format: Format) -> bool:
        """Whether what leaves in this format is more than public record. Cards hold public record alone."""
        return not self.is_public and format not in (Format.VCF3, Format.VCF4)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: ``file`` is a name for it, which says what it is and of which day."""

    export: str
    format: Format
    file: str
    asked: dict[str, str]


def write(
    session: Session, viewer: Viewer, export: Export, format: Format, words: Mapping[str, Any], out: BinaryIO
) -> Written:
    """Write what the viewer may see of an export to ``out``, narrowed by the words.

    Raises InvalidInput and NotFound for words that mean nothing, before anything is written.
    """
    if format not in export.formats:
        offered = ", ".join(each.value for each in export.formats)
        raise InvalidInput(f"{export.name} cannot be written as {format.value}.", hint=f"Use one of: {offered}.")
    asked = Asked.of(export.filters, words)
    ending = ABOUT[format].ending
    if format in TABLES:
        table = export.table(session, viewer, asked)
        write_table(table, format, out)
        return Written(
            export.name, format, f"{slugify(table.name)}-{table.day.isoformat()}.{ending}", dict(asked.given)
        )
    content = export.also[format](session, viewer, asked)
    if isinstance(content, bytes):
        out.write(content)
    else:
        for text in content:
            out.write(text.encode())
    subject = asked.text("official") or export.name
    return Written(export.name, format, f"{slugify(subject)}-{clock.today().isoformat()}.{ending}", dict(asked.given))


EXPORTS: Final[dict[str, Export]] = {
    each.name: each
    for each in (
        Export(
            "officials",
            "Who holds an office, where each stands, when we last spoke, and how to reach them; or cards of them.",
            officials.FILTERS,
            officials.officials_table,
            {
                Format.VCF3: partial(officials.officials_cards, version=Version.V3),
                Format.VCF4: partial(officials.officials_cards, version=Version.V4),
            },
        ),
        Export(
            "positions", "Every entry of the ledger, with its evidence.", positions.FILTERS, positions.positions_table
        ),
        Export("board", "Every seat of a campaign's chambers.", board.BOARD_FILTERS, board.board_table),
        Export("count", "The whip count of each chamber.", board.COUNT_FILTERS, board.count_table),
        Export("shifts", "What moved since a day.", board.SHIFTS_FILTERS, board.shifts_table),
        Export(
            "forecast",
            "The chance of each seat, and what a step of its holder would add.",
            forecast.FILTERS,
            forecast.forecast_table,
        ),
        Export("outreach", "The log of contacts.", outreach.FILTERS, outreach.outreach_table),
        Export(
            "follow-ups",
            "What is owed, by whom and by when; as a calendar without the words.",
            outreach.OWED_FILTERS,
            outreach.follow_ups_table,
            {Format.ICS: calendar.follow_ups_ics},
        ),
        Export("calls", "Whom to call before a deadline, and why.", call_lists.SHEET_FILTERS, call_lists.sheet_table),
        Export("call-lists", "The call lists that were kept.", (), call_lists.lists_table),
        Export(
            "call-list", "One list that was kept, as it stands now.", call_lists.KEPT_FILTERS, call_lists.kept_table
        ),
        Export(
            "lobby-days",
            "The meetings of lobby days: when, where, with whom, who goes, and how far they are.",
            lobbying.FILTERS,
            lobbying.meetings_table,
        ),
        Export(
            "organizations",
            "Who works together, in which campaigns.",
            organizations.FILTERS,
            organizations.organizations_table,
        ),
        Export(
            "measures",
            "The measures, the bills that carry them, and how far they have come.",
            measures.FILTERS,
            measures.measures_table,
            is_public=True,
        ),
        Export("bills", "The bills of a measure.", measures.OF_ONE, measures.bills_table, is_public=True),
        Export(
            "sponsors",
            "The names on the bills of a measure, with their days.",
            measures.OF_ONE,
            measures.sponsors_table,
            is_public=True,
        ),
        Export(
            "roll-calls",
            "The roll calls on the bills of a measure.",
            measures.OF_ONE,
            measures.roll_calls_table,
            is_public=True,
        ),
        Export("votes", "Who voted how on a measure.", measures.OF_ONE, measures.votes_table, is_public=True),
        Export(
            "calendar",
            "The deadlines in force, and from which days they slipped.",
            calendar.FILTERS,
            calendar.calendar_table,
            {Format.ICS: calendar.calendar_ics},
            is_public=True,
        ),
        Export("imports", "What came in, when, and what it did.", imports.FILTERS, imports.imports_table),
    )
}
