"""What an import did, printed: for people as a table, or as JSON; problems to standard error."""

from __future__ import annotations

from crm.cli import context
from crm.importers.report import ImportReport

_SHOWN = 20


def tell(report: ImportReport, as_json: bool) -> None:
    """Print what an import did: as JSON to standard output, or as a table; problems go to standard error."""
    if as_json:
        context.print_json(report.summary())
    else:
        did = "Would be" if report.dry_run else f"Import {report.batch}:"
        context.print_table(
            f"{did} created, updated, the same",
            ("Created", "Updated", "Same", "Problems"),
            [(report.created, report.updated, report.same, len(report.problems) + report.more_problems)],
        )
    for problem in report.problems[:_SHOWN]:
        context.notes.print(f"{problem.where}: {problem.what} {problem.hint}")
    beyond = len(report.problems) + report.more_problems - _SHOWN
    if beyond > 0:
        context.notes.print(f"... and {beyond} more: --json lists them.")
    if report.waiting:
        number = report.waiting
        context.notes.print(
            f"{'1 name waits' if number == 1 else f'{number} names wait'} for somebody to say who is meant: see the "
            "page Import, under Names."
        )
    if report.merge_proposals:
        number = report.merge_proposals
        what = "1 pair of records may be one person" if number == 1 else f"{number} pairs of records may be one person"
        context.notes.print(f"{what}; nothing was merged.")
