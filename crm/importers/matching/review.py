"""Names that wait for somebody to say who is meant: noted by imports, shown side by side, decided once for all."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotAllowed, NotFound
from crm.importers.matching.appliers import bring_in_decided
from crm.importers.matching.context import context_key, context_of, folded_name
from crm.importers.matching.printed import Match, Printed
from crm.importers.models import ImportUpload, MatchState, NameMatch
from crm.importers.rights import sees_upload
from crm.people.finding import surviving
from crm.people.models import Person


def note_doubt(
    session: Session, source: str, printed: Printed, match: Match, *, upload_id: int | None = None
) -> NameMatch:
    """Note that somebody must say who is meant by this name, and return the note: one a source, name and context.

    One that waits already gets the newest candidates; one that was decided stays decided.
    """
    folded, context = folded_name(printed.name), context_key(printed)
    there = session.scalar(
        select(NameMatch).where(
            NameMatch.source == source, NameMatch.folded == folded, NameMatch.context_key == context
        )
    )
    if there is None:
        there = NameMatch(
            source=source,
            folded=folded,
            context_key=context,
            state=MatchState.WAITING,
            printed_name=" ".join(printed.name.split()),
            proposed_at=clock.now(),
            candidates=[],
            context={},
        )
        session.add(there)
    elif there.state is not MatchState.WAITING:
        return there
    candidates = [
        {"person_id": each.person_id, "score": each.score, "reason": each.reason} for each in match.candidates
    ]
    if there.candidates != candidates:
        there.candidates = candidates
    if not there.context:
        there.context = context_of(printed)
    if printed.ids and there.printed_id is None:
        there.printed_id = ":".join(printed.ids[0])
    there.upload_id = upload_id or there.upload_id
    there.batch_id = session.info.get("import_batch_id") or there.batch_id
    session.flush()
    return there


def decide(session: Session, viewer: Viewer, name_match_id: int, person_id: int | None) -> int:
    """Say who is meant (nothing: nobody on file), for every source that prints the name so in the same place.

    What waited for it comes in at once; said is how much that was. Deciding again replaces the decision for what comes
    in later; what came in on the first one is undone with its import. Leads and administrators decide: the directory is
    everybody's. Raises NotAllowed, NotFound.
    """
    may_decide(viewer)
    asked = _asked(session, viewer, name_match_id)
    if person_id is not None:
        person = session.get(Person, person_id)
        if person is None:
            raise NotFound("That person is not on file.", hint="Choose somebody who is.")
        person_id = surviving(session, person).id
    alike = _same_question(session, asked)
    for each in alike:
        each.person_id = person_id
        each.state = MatchState.NOBODY if person_id is None else MatchState.MATCHED
        each.decided_at = clock.now()
        each.decided_by_id = viewer.user_id
    session.flush()
    return bring_in_decided(session, viewer, alike)


def ask_again(session: Session, viewer: Viewer, name_match_id: int) -> NameMatch:
    """Take a decision back: the name waits again. Raises NotAllowed, NotFound, InvalidInput where it waits already."""
    may_decide(viewer)
    asked = _asked(session, viewer, name_match_id)
    if asked.state is MatchState.WAITING:
        raise InvalidInput("Nothing was decided about that name.", hint="Say who is meant.")
    for each in _same_question(session, asked):
        each.state, each.person_id, each.decided_at, each.decided_by_id = MatchState.WAITING, None, None, None
    session.flush()
    return asked


def may_decide(viewer: Viewer) -> None:
    """Return if the viewer may say who is meant by a name. Raises NotAllowed otherwise."""
    if not (viewer.sees_all or viewer.is_admin or viewer.lead_organization_ids):
        raise NotAllowed(
            "Only a lead or an administrator says who is meant.", hint="Ask the lead of your organization."
        )


def number_waiting(session: Session) -> int:
    """How many names wait."""
    return session.scalar(select(func.count()).where(NameMatch.state == MatchState.WAITING)) or 0


def _asked(session: Session, viewer: Viewer, name_match_id: int) -> NameMatch:
    """The note; one that another organization's sheet made is on file for nobody else."""
    theirs = NameMatch.upload_id.in_(select(ImportUpload.id).where(sees_upload(viewer)))
    found = session.scalar(
        select(NameMatch).where(NameMatch.id == name_match_id, or_(NameMatch.upload_id.is_(None), theirs))
    )
    if found is None:
        raise NotFound("That name is not on file.", hint="Open the list of names again.")
    return found


def _same_question(session: Session, asked: NameMatch) -> Sequence[NameMatch]:
    return session.scalars(
        select(NameMatch)
        .where(NameMatch.folded == asked.folded, NameMatch.context_key == asked.context_key)
        .order_by(NameMatch.id)
    ).all()
