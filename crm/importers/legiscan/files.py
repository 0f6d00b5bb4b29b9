"""Answers of the API as files: one, or a folder of them (bill/, people/, vote/), as the bulk archive has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crm.errors import InvalidInput
from crm.importers.json_files import read_json
from crm.importers.legiscan.answers import Answer, read_answer
from crm.importers.legiscan.source import SHOWN_ON, Raw
from crm.importers.legiscan.words import id_of, listed
from crm.importers.report import Problem

_FOLDERS = {"bill": "bill", "people": "person", "person": "person", "vote": "roll_call", "rollcall": "roll_call"}
Places = list[tuple[str, Path]]


@dataclass(slots=True)
class JsonFiles:
    """The files by what they hold. Only their names are kept: a session has tens of thousands of them."""

    problems: list[Problem]
    shown_on: str | None = None
    person_files: Places = field(default_factory=list)
    session_files: Places = field(default_factory=list)
    bill_files: Places = field(default_factory=list)
    index_files: Places = field(default_factory=list)
    vote_files: dict[str, tuple[str, Path]] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)
    _named: set[str] = field(default_factory=set)

    @property
    def is_any(self) -> bool:
        """Whether there is any record."""
        return any((self.person_files, self.session_files, self.bill_files, self.index_files, self.vote_files))

    @property
    def only_sponsors(self) -> bool:
        """Whether there is no file about people."""
        return not self.person_files and not self.session_files

    def add(self, where: str, file: Path) -> None:
        """Take a file in. Raises InvalidInput for one that holds no record."""
        kind = _FOLDERS.get(file.parent.name)
        if kind == "roll_call" and file.stem.isdecimal():
            self.vote_files[file.stem] = (where, file)
            return
        answer = None if kind and kind != "roll_call" else read_answer(where, read_json(file, where))
        kind = answer.kind if answer is not None else kind
        if kind == "roll_call" and answer is not None:
            self.vote_files[id_of(answer.content.get("roll_call_id")) or where] = (where, file)
        elif kind in ("person", "people", "bill", "index"):
            places = {"person": self.person_files, "people": self.session_files, "bill": self.bill_files}
            places.get(kind, self.index_files).append((where, file))
        elif kind == "dataset":
            raise InvalidInput(f"{where} is a whole data set.", hint="Import it by itself: crm import legiscan FILE.")

    def people(self) -> Iterator[tuple[str, Raw]]:
        """People from files of their own and lists; where there are none, the sponsors of the bills."""
        for where, answer in self._read(self.person_files, "person"):
            yield where, answer.content
        for where, content in self.of_sessions():
            yield from ((where, row) for row in listed(content, "people"))
        if not self.only_sponsors:
            return
        # Bills by themselves tell of their sponsors all that a person's own record does.
        for where, answer in self._read(self.bill_files, "bill"):
            state = answer.content.get("state")
            yield from ((where, {**row, "state": state}) for row in listed(answer.content, "sponsors"))

    def of_sessions(self) -> Iterator[tuple[str, Raw]]:
        """The lists of who served in a session."""
        for where, answer in self._read(self.session_files, "people"):
            yield where, answer.content

    def bills(self) -> Iterator[tuple[str, Raw]]:
        """The bills, one file at a time, with who voted how from the files of the roll calls."""
        for where, answer in self._read(self.bill_files, "bill"):
            rows = listed(answer.content, "votes")
            self._named.update(id_ for row in rows if (id_ := id_of(row.get("roll_call_id"))))
            votes = [self._with_names(row) for row in rows]
            yield where, {**answer.content, "votes": votes, SHOWN_ON: answer.shown_on or self.shown_on}

    def loose_votes(self) -> Iterator[tuple[str, Raw]]:
        """Roll calls that no bill read so far has named."""
        loose = [place for id_, place in self.vote_files.items() if id_ not in self._named]
        for where, answer in self._read(loose, "roll_call"):
            yield where, answer.content

    def indexes(self) -> Iterator[tuple[str, Raw]]:
        """The master lists."""
        for where, answer in self._read(self.index_files, "index"):
            yield where, answer.content

    def _with_names(self, row: Raw) -> Raw:
        """A bill's roll call with who voted how, from the file of its own."""
        place = self.vote_files.get(id_of(row.get("roll_call_id")) or "")
        found = next(iter(self._read([place], "roll_call")), None) if place else None
        return {**row, **found[1].content} if found else row

    def _read(self, places: Places, kind: str) -> Iterator[tuple[str, Answer]]:
        for where, file in places:
            try:
                answer = read_answer(where, read_json(file, where))
            except InvalidInput as error:
                self._tell(where, error)
                continue
            if answer.kind == kind:
                yield where, answer
            elif answer.kind != "ignored":
                self._tell(where, InvalidInput("It holds something else than its folder says.", hint="Move it."))

    def _tell(self, where: str, error: InvalidInput) -> None:
        """Note a file that cannot be used; files are read more than once, and told of once."""
        if where not in self._told:
            self._told.add(where)
            self.problems.append(Problem(where, error.message, error.hint))
