"""``ny-bills`` from end to end: files of the mirror, one after the other, put on file as one batch."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from crm.errors import InvalidInput
from crm.importers.batches import batch
from crm.importers.bills.put import put_bills
from crm.importers.bills.records import BillRecord
from crm.importers.nybills.looks import Look, looks, number_of_looks
from crm.importers.nybills.reading import SOURCE, read_bill
from crm.importers.report import ImportReport, Progress, quietly


def bring_ny_bills(session: Session, path: Path, progress: Progress = quietly) -> ImportReport:
    """Bring in a folder of bills, one bill, an archive, or the dated looks at a bill, as one batch.

    What cannot be used is told, file by file, and the rest comes in. Raises InvalidInput where there is nothing to
    read, for an archive that is damaged or cannot be trusted, and for a single file that is no bill.
    """
    of = number_of_looks(path)
    alone = path.is_file() and of == 1
    with batch(session, SOURCE, str(path)) as report:
        records = read_bills(looks(path, report), report, strict=alone)
        put_bills(session, records, report, lambda doing, done, _: progress(doing, done, of))
    return report


def read_bills(found: Iterator[Look], report: ImportReport, *, strict: bool = False) -> Iterator[BillRecord]:
    """The bills in the files. A file that is none is a problem, or, where ``strict``, an error."""
    for look in found:
        try:
            record = read_bill(look, partial(report.problem, look.where))
        except InvalidInput as wrong:
            if strict:
                raise InvalidInput(f"{look.where}: {wrong.message}", hint=wrong.hint) from None
            report.problem(look.where, wrong.message, wrong.hint)
            continue
        if record is not None:
            yield record
