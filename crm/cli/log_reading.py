"""From the options of ``crm log`` to a contact: names into records, days and stances."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from crm import clock, dates
from crm.bills.queries import find_measure
from crm.campaigns.queries import find_campaign
from crm.campaigns.viewer import viewer_of
from crm.coalition.behind import spoken_for, user_named
from crm.coalition.models import Visibility
from crm.coalition.queries import find_organization
from crm.coalition.visibility import OPERATOR, Viewer
from crm.errors import InvalidInput
from crm.outreach.choosing import ask_named, campaign_about
from crm.outreach.contact import NewContact, Owed, Topic
from crm.people.models import Person
from crm.positions.stance import Stance, read_stance


@dataclass(frozen=True, slots=True)
class Said:
    """What was said on a measure, as typed."""

    measure: str | None
    ask: str | None
    stance: str | None
    words: str | None
    condition: str | None
    witnesses: tuple[str, ...]


def check(said: Said, when: str | None) -> None:
    """Return if what was typed fits together, whatever is on file. Raises InvalidInput."""
    if when is not None:
        dates.parse(when, field="happened")
    if said.stance is not None and read_stance(said.stance) is Stance.UNKNOWN:
        raise InvalidInput(
            "“unknown” means that nothing is on record.", hint="Leave --stance out, or say undecided.", field="stance"
        )
    if said.stance is None and (said.condition or said.witnesses):
        raise InvalidInput(
            "A condition and witnesses belong to a stance.", hint="Say which: --stance yes ...", field="stance"
        )
    if said.measure is None and (said.stance or said.words or said.ask):
        raise InvalidInput("On which measure?", hint="Say which: --measure new-york-for-all.", field="measure")


def owed(whats: list[str], due: str | None) -> tuple[Owed, ...]:
    """What is owed after the contact. Raises InvalidInput for a day that is none, and for a day alone."""
    if due is not None and not whats:
        raise InvalidInput(
            "What is owed?", hint="Say it in a few words: --follow-up “send the fact sheet”.", field="what"
        )
    day: date | None = dates.parse_day(due, field="due") if due is not None else None
    return tuple(Owed(what, day) for what in whats)


def walls(
    session: Session, new: NewContact, email: str | None, organization: str | None, campaign: str | None
) -> tuple[Viewer, NewContact]:
    """For whom it is logged, and for which organization in which campaign. Raises InvalidInput, NotFound."""
    found = find_organization(session, organization).id if organization is not None else None
    new = replace(
        new,
        organization_id=found,
        campaign_id=find_campaign(session, campaign).id if campaign is not None else None,
    )
    user = user_named(session, email)
    if user is not None:
        viewer = viewer_of(session, user.id, is_admin=user.is_admin, today=clock.today())
        return viewer, replace(new, organization_id=found or spoken_for(session, user, viewer.organization_ids))
    if found is None and new.visibility is Visibility.PUBLIC:
        # A public record is nobody's own; whoever holds the database may add one.
        return OPERATOR, new
    raise InvalidInput(
        "For whom is it logged?", hint="Name the user by e-mail: --user ada@example.org (crm user list shows them)."
    )


def about(
    session: Session, viewer: Viewer, new: NewContact, who: Person, said: Said, campaign: str | None
) -> NewContact:
    """The contact with the measure that came up, in the campaign for it where none was named."""
    if said.measure is None:
        return new
    measure = find_measure(session, said.measure)
    campaign_id = new.campaign_id if campaign is not None else campaign_about(session, viewer, measure.id)
    topic = Topic(
        measure.id,
        ask_id=ask_named(session, viewer, campaign_id, measure.id, who.id, said.ask) if said.ask is not None else None,
        answer=said.words,
        stance=read_stance(said.stance) if said.stance is not None else None,
        condition=said.condition,
        witnesses=said.witnesses,
    )
    return replace(new, campaign_id=campaign_id, topics=(topic,))
