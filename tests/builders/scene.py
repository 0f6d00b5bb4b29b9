"""The usual scene: a campaign of two organizations, one outside it, officials, and people who work for each."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from crm.accounts.models import User
from crm.campaigns.viewer import viewer_of
from crm.clock import today
from crm.coalition.models import Organization, Role
from crm.coalition.visibility import Viewer
from tests import cast
from tests.builders import campaigns, law, people, states, users


class Scene:
    """Ada and Leo (lead) work for the campaign's lead organization, Paz for its partner, Otto for one outside of it;
    Rosa administers and works for none. Each is a viewer as a request would have it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.state = states.state(session)
        self.measure = law.measure(session, self.state)
        self.senator = people.person(session, cast.SENATOR, phone="(555) 555-0101")
        self.other_senator = people.person(session, cast.OTHER_SENATOR)
        self.governor = people.person(session, cast.GOVERNOR)
        assert self.state.upper is not None
        people.seat(session, self.state.upper, 1, self.senator)
        people.seat(session, self.state.upper, 2, self.other_senator)
        people.post(session, self.state.jurisdiction, "governor", self.governor)
        self.ours = campaigns.organization(session, cast.NEIGHBORS)
        self.ally = campaigns.organization(session, cast.CLINIC)
        self.outside = campaigns.organization(session, cast.OUTSIDERS)
        self.campaign = campaigns.campaign(session, self.measure, [self.ours, self.ally])
        self.users: dict[str, User] = {}
        self.ada = self._viewer(cast.ADA, self.ours)
        self.leo = self._viewer(cast.LEO, self.ours, Role.LEAD)
        self.paz = self._viewer("Paz Quill", self.ally)
        self.otto = self._viewer("Otto Crane", self.outside)
        self.rosa = self._viewer(cast.ROOT, None)

    def _viewer(self, name: str, organization: Organization | None, role: Role = Role.ORGANIZER) -> Viewer:
        found = users.user(self.session, name, is_admin=organization is None)
        if organization is not None:
            users.member(self.session, found, organization, role)
        self.users[name.split(maxsplit=1)[0].lower()] = found
        return viewer_of(self.session, found.id, is_admin=found.is_admin, today=today())

    @property
    def viewers(self) -> dict[str, Viewer]:
        """All of them, by first name."""
        return {name: getattr(self, name) for name in ("ada", "leo", "paz", "otto", "rosa")}

    def seen_by(self, read: Any) -> dict[str, Any]:
        """What ``read(session, viewer)`` answers to each of them."""
        return {name: read(self.session, viewer) for name, viewer in self.viewers.items()}
