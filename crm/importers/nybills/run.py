"""``ny-bills`` from end to end: files of the mirror, one after the other, put on file as one batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bills.models import BillSnapshot
from crm.errors import InvalidInput
from crm.importers.batches import batch
from crm.importers.bills.put import put_bills
from crm.importers.bills.records import BillRecord
from crm.importers.nybills.looks import Look, looks, number_of_looks
from crm.importers.nybills.reading import SOURCE, Known, read_bill
from crm.importers.report import ImportReport, Progress, quietly


def bring_ny_bills(session: Session, path: Path, progress: Progress = quietly) -> ImportReport:
    """Bring in a folder of bills, one bill, an archive, or the dated looks at a bill, as one batch.

    What cannot be used is told, file by file, and the rest comes in. Raises InvalidInput where there is nothing to
    read, for an archive that is damaged or cannot be trusted, and for a single file that is no bill.
    """
    of = number_of_looks(path)
    is_known = _known(session)
    alone = path.is_file() and of == 1
    with batch(session, SOURCE, str(path)) as report:
        records = read_bills(looks(path, report), report, is_known, strict=alone)
        put_bills(session, records, report, lambda doing, done, _: progress(doing, done, of))
    return report


def _known(session: Session) -> Known:
    """What is on file of the mirror: a sum and two days a look, some megabytes for a session."""
    seen: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for sha256, first, last in session.execute(
        select(BillSnapshot.sha256, BillSnapshot.first_seen_on, BillSnapshot.last_seen_on).where(
            BillSnapshot.source == SOURCE
        )
    ):
        seen[sha256].append((first, last))
    return lambda sha256, day: any(first <= day <= last for first, last in seen.get(sha256, ()))


def read_bills(
    found: Iterator[Look], report: ImportReport, is_known: Known, *, strict: bool = False
) -> Iterator[BillRecord]:
    """The bills in the files. A file that is none is a problem, or, where ``strict``, an error."""
    for look in found:
        try:
            record = read_bill(look, partial(report.problem, look.where), is_known)
        except InvalidInput as wrong:
            if strict:
                raise InvalidInput(f"{look.where}: {wrong.message}", hint=wrong.hint) from None
            report.problem(look.where, wrong.message, wrong.hint)
            continue
        if record is not None:
            yield record
