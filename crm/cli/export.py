"""``crm export``: lists and reports as files, narrowed as the pages narrow them."""

from __future__ import annotations

import inspect
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from crm.cli import context
from crm.cli.groups import group
from crm.errors import InvalidInput
from crm.exporters.asked import Filter
from crm.exporters.catalog import EXPORTS, Export, write
from crm.exporters.formats import ABOUT, Format, read_format


def register(app: typer.Typer) -> None:
    """Add the commands of this topic: one for each export. ``crm export archive`` is a topic of its own."""
    topic = group(app, "export", "Take data out.")
    for export in EXPORTS.values():
        topic.command(export.name, help=export.help)(_command(export))


def _command(export: Export) -> Callable[..., None]:
    """The command of an export; its arguments and options are the export's own filters."""

    def command(**given: Any) -> None:
        wanted = Format.JSON if given.pop("as_json") else read_format(given.pop("format"), export.formats)
        given.pop("format", None)
        output = given.pop("output")
        words = {name.removeprefix("filter_"): value for name, value in given.items()}
        _take_out(export, wanted, output, words)

    own = sorted(export.filters, key=lambda each: not each.required)
    command.__signature__ = inspect.Signature([*map(_parameter, own), *_usual(export)])  # type: ignore[attr-defined]
    return command


def _take_out(export: Export, format: Format, output: Path | None, words: dict[str, Any]) -> None:
    if output is None and not ABOUT[format].is_text:
        raise InvalidInput(
            f"{ABOUT[format].title} cannot be printed.", hint=f"Name a file: --output {export.name}.xlsx"
        )
    with context.reading() as (session, viewer):
        if output is None:
            write(session, viewer, export, format, words, _Printed())
            return
        with _whole(output) as file:
            write(session, viewer, export, format, words, file)
    context.notes.print(f"Written to {output}.")


@contextmanager
def _whole(wanted: Path) -> Iterator[BinaryIO]:
    """A file beside the one wanted, which takes its place only once it is whole."""
    beside = wanted.with_name(wanted.name + ".part")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(wanted)
    finally:
        beside.unlink(missing_ok=True)


class _Printed(io.BytesIO):
    """What is written is printed at once: however long it is, nothing piles up."""

    def write(self, text: Any) -> int:
        return sys.stdout.write(bytes(text).decode())


def _parameter(each: Filter) -> inspect.Parameter:
    kind = typer.Argument(help=each.help, metavar=each.name.upper()) if each.required else _option(each)
    return inspect.Parameter(
        f"filter_{each.name}",
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if each.required else None,
        annotation=Annotated[str if each.required else str | None, kind],
    )


def _option(each: Filter) -> Any:
    return typer.Option(f"--{each.name.replace('_', '-')}", metavar="TEXT", help=each.help)


def _usual(export: Export) -> list[inspect.Parameter]:
    words = ", ".join(each.value for each in export.formats)
    usual: list[tuple[str, Any, Any]] = [
        ("format", Annotated[str, typer.Option("--format", help=f"One of: {words}.")], Format.CSV.value),
        (
            "output",
            Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; else it is printed.")],
            None,
        ),
        ("as_json", Annotated[bool, typer.Option("--json", help="The same as --format json.")], False),
    ]
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, annotation, default in usual
    ]
