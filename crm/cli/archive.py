"""``crm export archive`` and ``crm import archive``: everything as one file, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from crm import migrate
from crm.cli import context
from crm.cli.groups import group
from crm.cli.progress import showing
from crm.errors import InvalidInput
from crm.exporters.archive.reading import bring_back, check_archive, require_empty
from crm.exporters.archive.writing import archive, write_archive

JsonOption = Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    group(app, "export", "Take data out.").command("archive")(take_out)
    group(app, "import", "Bring in data from elsewhere.").command("archive")(bring_in)


def take_out(
    file: Annotated[Path, typer.Argument(help="The zip file to make; it must not be there yet.")],
    organization: Annotated[
        str | None, typer.Option(help="Slug of an organization: only what it may see. Default: everything.")
    ] = None,
    exported_at: Annotated[
        str | None,
        typer.Option(help="When the archive says it was made: 2026-01-08T17:30Z; default: now."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Take everything out, in a form that can be read without Whipcount. Passwords stay. Keep it safe all the same."""
    at = _moment(exported_at) if exported_at else None
    with showing() as progress, context.reading() as (session, _viewer):
        pieces = archive(session, organization=organization, exported_at=at, progress=progress)
        size = write_archive(pieces, file)
    if as_json:
        context.print_json({"file": str(file), "bytes": size, "organization": organization})
    context.notes.print(f"Written to {file} ({size:,} bytes). To bring it back into an empty database:")
    context.notes.print(f"  crm --database sqlite:///new.db import archive {file}")


def bring_in(
    file: Annotated[Path, typer.Argument(help="A zip file made with crm export archive.")],
    as_json: JsonOption = False,
) -> None:
    """Bring an archive back into an empty database: every record as it was, with its number and its times.

    Users come back without a password.
    """
    database = context.database(any_version=True)
    before = database.version()
    if before is not None:
        database.require_current()
        with database.read() as session:
            require_empty(session)
    with showing() as progress:
        check_archive(file, before or migrate.newest(), progress)
        # Only now are tables made: a file that cannot be used leaves no database behind.
        database.upgrade()
        with database.write() as session:
            found = bring_back(session, file, progress)
    if as_json:
        context.print_json(found)
    context.notes.print(f"Brought back: {found.rows:,} rows of {found.tables} tables, {found.files:,} files.")
    if found.organization:
        context.notes.print(f"It is what “{found.organization}” could see on {found.exported_at[:10]}, not everything.")
    if found.users:
        context.notes.print("Nobody has a password yet. Let each user in: crm user link ADDRESS --password")


def _moment(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise InvalidInput(f"“{written}” is no moment.", hint="Write it as 2026-01-08T17:30Z.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
