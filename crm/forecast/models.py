"""Numbers of the forecast that an administrator set, in place of the stated ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from crm.db import Base, key, short, text


class ForecastNumber(Base):
    """One number that was changed, by its name in ``crm.forecast.assumptions``; the audit keeps what it was before."""

    __tablename__ = "forecast_numbers"

    id: Mapped[key]
    name: Mapped[short] = mapped_column(unique=True)
    value: Mapped[float]
    reason: Mapped[text]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
