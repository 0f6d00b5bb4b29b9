"""What a contact told in a few words is meant to be about: the campaign of a measure, the ask of a campaign."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.models import AskKind
from crm.campaigns.queries import AskLine, asks_open, targets
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotFound
from crm.outreach.desk import desk
from crm.people.models import Office, OfficeKind, Tenure
from crm.people.terms import in_force


def campaign_about(session: Session, viewer: Viewer, measure_id: int) -> int | None:
    """The campaign in which the viewer's organizations work on the measure, where it is just one that goes on."""
    running = [each for each in desk(session, viewer).campaigns if each.takes_part and not each.ended]
    own = [each.id for each in running if each.measure.id == measure_id]
    watching = [each.id for each in running if measure_id in {watched.id for watched in each.watched}]
    found = own or watching
    return found[0] if len(found) == 1 else None


def ask_named(
    session: Session, viewer: Viewer, campaign_id: int | None, measure_id: int, person_id: int, text: str
) -> int:
    """The ask of the campaign that ``text`` names: its number, or its kind where the person is asked just one such.

    Raises InvalidInput without a campaign, for a kind that does not exist and where several asks fit, NotFound where
    the campaign asks nothing of the kind.
    """
    if campaign_id is None:
        raise InvalidInput("An ask belongs to a campaign.", hint="Say which: --campaign SLUG.", field="ask_id")
    day = clock.today()
    asked = [ask for ask in asks_open(session, viewer, campaign_id, day) if ask.measure_id == measure_id]
    if text.isdecimal():
        fitting = [ask for ask in asked if str(ask.id) == text]
    else:
        kind = _kind(text)
        fitting = [ask for ask in asked if ask.kind is kind]
    if len(fitting) > 1:
        fitting = _of_person(session, viewer, fitting, person_id) or fitting
    if not fitting:
        there = ", ".join(f"{ask.kind.value} ({ask.id})" for ask in asked) or "nothing"
        raise NotFound(f"The campaign does not ask for “{text}”.", hint=f"On that measure it asks for: {there}.")
    if len(fitting) > 1:
        numbers = ", ".join(f"{ask.id} ({ask.words})" for ask in fitting)
        raise InvalidInput(f"The campaign asks for “{text}” more than once.", hint=f"Give a number: {numbers}.")
    return fitting[0].id


def _kind(text: str) -> AskKind:
    try:
        return AskKind(text.strip().lower().replace(" ", "_").replace("-", "_"))
    except ValueError:
        kinds = ", ".join(AskKind)
        raise InvalidInput(f"“{text}” is not something to ask for.", hint=f"Use one of: {kinds}.") from None


def _of_person(session: Session, viewer: Viewer, asked: Sequence[AskLine], person_id: int) -> list[AskLine]:
    """The asks put to this person by name or office; else those put to the members of a chamber they sit in."""
    day = clock.today()
    lines = targets(session, viewer, [ask.id for ask in asked], day)
    named = [ask for ask in asked if any(line.person_id == person_id for line in lines[ask.id])]
    seated = (
        select(Office.chamber_id)
        .join(Tenure, Tenure.office_id == Office.id)
        .where(
            Tenure.person_id == person_id,
            Office.kind == OfficeKind.SEAT,
            in_force(day),
        )
    )
    chambers = set(session.scalars(seated))
    return named or [ask for ask in asked if ask.chamber_id in chambers and not lines[ask.id]]
