"""Imports in a thread of their own: a page starts one, and asks now and then how far it is.

What matters is in the database: who started what, that it failed and why, which batch came of it. How far a run is, is
known in this process alone. A run holds the upload's row from its first statement to its commit, so that another
process cannot begin the same one; and it begins only if the database still names it, so that two clicks apply once.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, WhipcountError
from crm.importers.bringing import bring
from crm.importers.models import ImportUpload
from crm.importers.rights import may_bring
from crm.importers.uploads import find_upload, set_options

PREVIEW: Final = "preview"
APPLY: Final = "apply"
_KEPT_PROBLEMS: Final = 200
_log = logging.getLogger("whipcount")

Writer = Callable[..., AbstractContextManager[Session]]
"""Opens a session that commits as its block ends: ``Database.write``."""


@dataclass(slots=True)
class Run:
    """A run of this process, and how far it is: what it does, how much is done, of how much."""

    upload_id: int
    what: str
    token: str
    viewer: Viewer
    doing: str = "Waiting for its turn"
    done: int = 0
    of: int | None = None
    thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def percent(self) -> int | None:
        """How much is done, of a hundred; nothing where the whole is not known."""
        return min(100, 100 * self.done // self.of) if self.of else None

    def tell(self, doing: str, done: int, of: int | None) -> None:
        """Note how far it is: the ``Progress`` of the import."""
        self.doing, self.done, self.of = doing, done, of


class Runs:
    """The runs of one application. They go one after the other: a database has one writer at a time."""

    def __init__(self, write: Writer) -> None:
        self._write = write
        self._runs: dict[int, Run] = {}
        self._mutex = threading.Lock()
        self._turn = threading.Lock()

    def start(self, session: Session, viewer: Viewer, upload_id: int, what: str, after: int | None) -> Run:
        """Start previewing or applying the upload, and return the run; it begins as ``session`` commits.

        ``after`` is the batch the page knew of: nothing where the file had not come in. Raises Conflict when it has
        since, or is being brought in now; NotFound and NotAllowed as bringing in does.
        """
        upload = find_upload(session, viewer, upload_id)
        with self._mutex:
            if upload_id in self._runs:
                raise Conflict("This file is being read already.", hint="Wait for it to end.")
            _lock(session, upload)
            if upload.batch_id != after:
                raise Conflict("This file has come in meanwhile.", hint="See what came of it.")
            may_bring(session, viewer, upload, clock.today())
            run = Run(upload_id, what, secrets.token_hex(8), viewer)
            set_options(
                upload,
                run={"what": what, "state": "running", "token": run.token, "at": clock.now().isoformat()},
                preview=None if what == PREVIEW else upload.options.get("preview"),
            )
            session.flush()
            run.thread = threading.Thread(target=self._work, args=(run,), name=f"import-{upload_id}", daemon=True)
            self._runs[upload_id] = run
            run.thread.start()
        return run

    def running(self, upload_id: int) -> Run | None:
        """The run of the upload, if this process is at it."""
        return self._runs.get(upload_id)

    def wait(self, upload_id: int, seconds: float = 60.0) -> None:
        """Return once no run of the upload is left, or after so many seconds."""
        run = self._runs.get(upload_id)
        if run is not None and run.thread is not None:
            run.thread.join(seconds)

    def _work(self, run: Run) -> None:
        try:
            with self._turn:
                self._bring(run)
        except WhipcountError as wrong:
            self._fail(run, wrong.message, wrong.hint)
        except Exception:
            _log.exception("the import of upload %s failed", run.upload_id)
            self._fail(
                run,
                "Something in this file broke the import, and nothing was changed.",
                "Tell whoever runs this server; the log has the details.",
            )
        finally:
            with self._mutex:
                self._runs.pop(run.upload_id, None)

    def _bring(self, run: Run) -> None:
        summary: dict[str, Any] | None = None
        with self._write(user_id=run.viewer.user_id, reason=f"{run.what} of upload {run.upload_id}") as session:
            upload = self._claimed(session, run)
            if upload is None:
                return
            run.tell("Reading the file", 0, None)
            report = bring(session, run.viewer, upload, run.tell)
            if run.what == APPLY:
                set_options(upload, run={**upload.options["run"], "state": "done"}, preview=None)
                return
            session.rollback()
            report.batch, report.dry_run = None, True
            summary = report.summary()
            summary["more_problems"] = max(0, len(summary["problems"]) - _KEPT_PROBLEMS)
            summary["problems"] = summary["problems"][:_KEPT_PROBLEMS]
        self._note(run, {"state": "done"}, preview=summary)

    def _claimed(self, session: Session, run: Run) -> ImportUpload | None:
        """The upload, locked, if the database still names this run."""
        upload = session.scalar(select(ImportUpload).where(ImportUpload.id == run.upload_id).with_for_update())
        if upload is None or (upload.options.get("run") or {}).get("token") != run.token:
            return None
        return upload

    def _fail(self, run: Run, message: str, hint: str) -> None:
        try:
            self._note(run, {"state": "failed", "message": message, "hint": hint})
        except Exception:
            _log.exception("that the import of upload %s failed could not be noted", run.upload_id)

    def _note(self, run: Run, how: dict[str, Any], **options: Any) -> None:
        with self._write(user_id=run.viewer.user_id, reason=f"{run.what} of upload {run.upload_id}") as session:
            upload = self._claimed(session, run)
            if upload is not None:
                set_options(upload, run={**upload.options["run"], **how}, **options)


def came_in(upload: ImportUpload) -> bool:
    """Whether the last run of the upload brought it in, to the end."""
    noted = upload.options.get("run") or {}
    return upload.batch_id is not None and noted.get("what") == APPLY and noted.get("state") == "done"


def is_begun(upload: ImportUpload) -> bool:
    """Whether the database has a run of the upload as begun, and not as ended."""
    return (upload.options.get("run") or {}).get("state") == "running"


def _lock(session: Session, upload: ImportUpload) -> None:
    """Hold the row till the session ends. Raises Conflict where another process holds it: it is at work on it."""
    try:
        session.refresh(upload, with_for_update={"nowait": True})
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != "55P03":
            raise
        raise Conflict("This file is being read by another process.", hint="Wait for it to end.") from None
