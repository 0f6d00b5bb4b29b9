"""Undo an import: what it created goes, what it changed is again what was, and the ledger says that it was undone.

Nothing that came later is lost: a row on which somebody has hung something, or that somebody has changed since, stays,
and the report says which and why. What the import told the ledger is retracted, never removed. Bringing the same in
again gives the same again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, insert, literal, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from crm import clock
from crm.audit.models import AuditEntry, Change, ImportBatch
from crm.bills.models import BillSnapshot
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, NotAllowed, NotFound
from crm.importers.bills.anew import feed_bills, work_out_anew
from crm.importers.models import ImportUpload
from crm.importers.rights import SHEET
from crm.importers.undo_rows import CreatedRows
from crm.importers.undo_values import put_back
from crm.importers.undo_words import UndoReport
from crm.outreach.models import OutreachAction
from crm.positions.fact_keys import UNDONE
from crm.positions.models import Position

_CORRECTION = aliased(Position)


def undo_batch(session: Session, viewer: Viewer, batch_id: int) -> UndoReport:
    """Take back what an import did, and say what that was; a preview is the same call, rolled back.

    Raises NotFound for an import that is not on file, NotAllowed for a viewer who may not undo it, Conflict for one
    that was undone before.
    """
    batch = session.get(ImportBatch, batch_id, with_for_update=True)
    if batch is None:
        raise NotFound(f"There is no import {batch_id}.", hint="See the list of imports.")
    may_undo(session, viewer, batch_id)
    if batch.undone_at is not None:
        raise Conflict(f"Import {batch_id} was undone before.", hint="Import the same again if it is wanted.")
    about = dict(session.info)
    # What undoing writes belongs to the import, so that undoing an earlier one finds nobody's later work in it.
    session.info.update(import_batch_id=batch_id, reason=f"Import {batch_id} was undone.")
    try:
        report = _undo(session, viewer, batch)
    except IntegrityError:
        raise Conflict(
            f"Import {batch_id} cannot be undone: other data holds on to what it brought.",
            hint="Undo the imports that came after it first, the newest before the others.",
        ) from None
    finally:
        session.info.clear()
        session.info.update(about)
    return report


def may_undo(session: Session, viewer: Viewer, batch_id: int) -> None:
    """Return if the viewer may undo the import. Raises NotAllowed otherwise.

    An administrator may. So may the leads, of every organization where the import brought public records; of the
    organization that handed it in where it brought its own; and then also whoever handed it in.
    """
    if viewer.sees_all or viewer.is_admin:
        return
    batch = session.get_one(ImportBatch, batch_id)
    upload = session.scalars(
        select(ImportUpload)
        .where(or_(ImportUpload.batch_id == batch_id, ImportUpload.id == batch.summary.get("upload")))
        .order_by(ImportUpload.id)
        .limit(1)
    ).one_or_none()
    if batch.kind != SHEET:
        if viewer.lead_organization_ids:
            return
        raise NotAllowed("Only a lead or an administrator undoes an import.", hint="Ask the lead of your organization.")
    theirs = upload.organization_id if upload else None
    by = upload.uploaded_by_id if upload else batch.user_id
    if theirs in viewer.lead_organization_ids:
        return
    if viewer.user_id is not None and by == viewer.user_id and (theirs is None or theirs in viewer.organization_ids):
        return
    raise NotAllowed(
        "This was handed in for an organization.", hint="Whoever handed it in may undo it, or the lead of theirs."
    )


def _undo(session: Session, viewer: Viewer, batch: ImportBatch) -> UndoReport:
    session.flush()
    with CreatedRows(session, batch) as created:
        retracted = _retract(session, viewer, batch.id, created)
        # First: a row that points elsewhere again no longer holds up what the import created.
        restored = put_back(session, batch.id, created.holds)
        created.settle()
        contacts = _take_contacts_back(session, batch.id, created.staying["outreach_actions"])
        bill_ids = _bills_shown_by(session, created, batch.id)
        removed = created.remove()
        stays = created.stays()
    work_out_anew(session, bill_ids)
    feed_bills(session, bill_ids)
    report = UndoReport(
        batch=batch.id,
        kind=batch.kind,
        source=batch.source,
        removed=removed,
        restored=restored.values,
        retracted=retracted,
        contacts_retracted=contacts,
        stays=stays,
        left=restored.left,
        bills_worked_out_anew=len(bill_ids),
    )
    batch.undone_at, batch.undone_by_id = clock.now(), viewer.user_id
    _note(session, viewer, batch, report)
    return report


def _retract(session: Session, viewer: Viewer, batch_id: int, created: CreatedRows) -> int:
    """Retract the entries of the batch that nobody has corrected since, in one statement, and say how many."""
    if not created.runs.get("positions"):
        return 0
    table: Any = Position.__table__
    p = table.c
    values: dict[str, ColumnElement[Any]] = {
        **{
            name: p[name]
            for name in (
                "person_id", "measure_id", "campaign_id", "visibility", "organization_id", "capacity", "made_by",
                "said", "said_earliest", "said_latest",
            )
        },
        "is_retraction": literal(True),
        "words": literal(""),
        "recorded_at": literal(clock.now(), p.recorded_at.type),
        "recorded_by_id": literal(viewer.user_id, p.recorded_by_id.type),
        "corrects_id": p.id,
        "reason_given": literal(f"Import {batch_id} was undone."),
        "fact_key": literal(f"{UNDONE}{batch_id}:") + cast(p.id, String),
    }  # fmt: skip
    standing = and_(
        created.is_one("positions", p.id),
        p.is_retraction.is_(False),
        ~select(_CORRECTION.id).where(_CORRECTION.corrects_id == p.id).exists(),
    )
    number = session.scalar(select(func.count()).select_from(table).where(standing)) or 0
    if number:
        wanted = select(*values.values()).select_from(table).where(standing).order_by(p.id)
        session.execute(insert(table).from_select(list(values), wanted))
    return number


def _take_contacts_back(session: Session, batch_id: int, staying: set[int]) -> int:
    """Mark the contacts of the batch that stay on file as taken back."""
    number = 0
    ids = sorted(staying)
    for start in range(0, len(ids), 900):
        asked = select(OutreachAction).where(
            OutreachAction.id.in_(ids[start : start + 900]), OutreachAction.retracted_at.is_(None)
        )
        for action in session.scalars(asked):
            action.retracted_at, action.retracted_reason = clock.now(), f"Import {batch_id} was undone."
            number += 1
    session.flush()
    return number


def _bills_shown_by(session: Session, created: CreatedRows, batch_id: int) -> tuple[int, ...]:
    """The bills that stay and whose records this import brought or changed."""
    table = BillSnapshot.__table__.c
    changed = select(AuditEntry.row_id).where(
        AuditEntry.import_batch_id == batch_id, AuditEntry.table_name == "bill_snapshots"
    )
    theirs = or_(created.is_one("bill_snapshots", table.id), table.id.in_(changed))
    return tuple(
        session.scalars(
            select(table.bill_id)
            .distinct()
            .where(theirs, ~created.is_one("bills", table.bill_id))
            .order_by(table.bill_id)
        )
    )


def _note(session: Session, viewer: Viewer, batch: ImportBatch, report: UndoReport) -> None:
    session.flush()
    session.add(
        AuditEntry(
            at=clock.now(),
            user_id=viewer.user_id,
            request_id=session.info.get("request_id"),
            import_batch_id=batch.id,
            change=Change.UPDATED,
            table_name="import_batches",
            row_id=batch.id,
            before={"undone_at": None},
            after={"undone_at": clock.now().isoformat(), **report.summary()},
            reason=session.info["reason"],
        )
    )
    session.flush()
