"""What kinds of organizations and parts in them are called on screen."""

from __future__ import annotations

from typing import Final

from crm.coalition.models import OrganizationKind, Role

KINDS: Final = {
    OrganizationKind.C3.value: "Charity, 501(c)(3)",
    OrganizationKind.C4.value: "Social welfare, 501(c)(4)",
    OrganizationKind.PAC.value: "Political action committee",
    OrganizationKind.UNION.value: "Union",
    OrganizationKind.PARTY.value: "Party",
    OrganizationKind.PUBLIC_DEFENDER.value: "Public defender",
    OrganizationKind.GOVERNMENT.value: "Government body",
    OrganizationKind.INFORMAL.value: "Informal group",
    OrganizationKind.UNKNOWN.value: "Kind not noted",
}

ROLES: Final = {
    Role.LEAD.value: "Lead: lets people in, rules between reports",
    Role.ORGANIZER.value: "Organizer: logs and records",
    Role.VOLUNTEER.value: "Volunteer: calls from lists",
}
