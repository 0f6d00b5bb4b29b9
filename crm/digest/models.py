"""The links with which a daily e-mail is ended, without signing in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, key


class DigestLink(Base):
    """Lets whoever got an e-mail end it, and nothing else; only the hash of its token is kept."""

    __tablename__ = "digest_links"

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
