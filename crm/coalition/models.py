"""Organizations, who belongs to them, and the walls between them."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from crm.db import Base, key, line, short, text, word


class OrganizationKind(enum.StrEnum):
    """The legal class of an organization; it decides what may be shared and reported (field.md 3.3)."""

    C3 = "c3"
    C4 = "c4"
    PAC = "pac"
    UNION = "union"
    PARTY = "party"
    PUBLIC_DEFENDER = "public_defender"
    GOVERNMENT = "government"
    INFORMAL = "informal"
    UNKNOWN = "unknown"


class Role(enum.StrEnum):
    """What a member may do in an organization."""

    LEAD = "lead"
    ORGANIZER = "organizer"
    VOLUNTEER = "volunteer"


class Visibility(enum.StrEnum):
    """Who may see an entry: one organization, the campaign's organizations, everybody."""

    PRIVATE = "private"
    COALITION = "coalition"
    PUBLIC = "public"


class Organization(Base):
    """A group that takes part in campaigns, or is known to."""

    __tablename__ = "organizations"

    id: Mapped[key]
    slug: Mapped[short] = mapped_column(unique=True)
    name: Mapped[line]
    kind: Mapped[OrganizationKind] = mapped_column(word(OrganizationKind), default=OrganizationKind.UNKNOWN)
    place: Mapped[line | None]
    website: Mapped[line | None]
    phone: Mapped[short | None]
    address: Mapped[line | None]
    about: Mapped[text | None]
    source: Mapped[text | None]
    is_invented: Mapped[bool] = mapped_column(default=False)


class OrganizationContact(Base):
    """A person who speaks for an organization and does not sign in here."""

    __tablename__ = "organization_contacts"

    id: Mapped[key]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[line]
    title: Mapped[line | None]
    email: Mapped[line | None]
    phone: Mapped[short | None]
    source: Mapped[text | None]


class Membership(Base):
    """A user works for an organization from one day to another (both included)."""

    __tablename__ = "memberships"
    __table_args__ = (Index("ix_memberships_user_id_organization_id", "user_id", "organization_id"),)

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    role: Mapped[Role] = mapped_column(word(Role), default=Role.ORGANIZER)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]


class Walled:
    """Columns of every entry that stands behind the coalition's walls.

    The table adds ``campaign_id``: the campaign whose organizations "coalition" means.
    """

    visibility: Mapped[Visibility] = mapped_column(word(Visibility))

    @declared_attr
    def organization_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The organization that made the entry; nothing for public records."""
        return mapped_column(ForeignKey("organizations.id"), index=True)
