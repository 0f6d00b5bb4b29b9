"""Finding a measure by what people type, and saying what it may have been where nothing is found."""

from __future__ import annotations

import difflib

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.bills.models import Bill, Measure
from crm.errors import InvalidInput, NotFound
from crm.jurisdictions.models import LegislativeSession
from crm.jurisdictions.years import years_of
from crm.names import fold, slugify


def find_measure(session: Session, text: str) -> Measure:
    """The measure ``text`` names, by its slug or its name. Raises NotFound naming the near ones."""
    slug = slugify(text)
    found = session.scalar(select(Measure).where(Measure.slug == slug))
    if found is not None:
        return found
    folded = fold(text)
    rows = session.execute(select(Measure.id, Measure.slug, Measure.name).order_by(Measure.slug)).all()
    for row in rows:
        if fold(row.name) == folded:
            return session.get_one(Measure, row.id)
    near = near_names(text, [(row.slug, row.name) for row in rows])
    hint = f"Did you mean {near}?" if near else "Add it, or load an example with: crm demo"
    raise NotFound(f"No measure “{text}” is on file.", hint=hint)


def find_bill(session: Session, text: str) -> Bill:
    """The bill ``text`` names: its number, with its session behind it (S2235-2025, S2235 2025-2026) or alone.

    Raises NotFound; InvalidInput where the number alone is borne in several sessions.
    """
    wanted = " ".join(text.split())
    number, session_named = wanted, ""
    for mark in (" ", "-"):
        head, found, tail = wanted.rpartition(mark)
        if found and tail[:4].isdecimal():
            number, session_named = head, tail
            break
    numbers = {wanted.upper(), number.strip().upper()}
    rows = session.execute(
        select(Bill, LegislativeSession)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .where(func.upper(Bill.number).in_(sorted(numbers)))
        .order_by(LegislativeSession.slug.desc(), Bill.id)
    ).all()
    fits = [(bill, sitting) for bill, sitting in rows if bill.number.upper() == wanted.upper()]
    fits = fits or [(bill, sitting) for bill, sitting in rows if _is_session(sitting, session_named)]
    if not fits:
        raise NotFound(f"No bill “{wanted}” is on file.", hint="Import it first, or write it as S2235-2025.")
    if len(fits) > 1:
        where = ", ".join(f"{bill.number} {sitting.slug}" for bill, sitting in fits[:5])
        raise InvalidInput(f"“{wanted}” may be several bills.", hint=f"Say which: {where}.", field="bill")
    found_bill: Bill = fits[0][0]
    return found_bill


def _is_session(sitting: LegislativeSession, named: str) -> bool:
    years, wanted = years_of(sitting.slug), years_of(named)
    return sitting.slug == named or (years is not None and wanted is not None and years[0] <= wanted[0] <= years[1])


def near_names(text: str, known: list[tuple[str, str]]) -> str:
    """The slugs most like ``text``, three at most, as a phrase ("a, b or c"); empty where none is near."""
    wanted = slugify(text)
    slugs = [slug for slug, _name in known]
    near = [slug for slug in slugs if wanted and (wanted in slug or slug in wanted)]
    near += [slug for slug in difflib.get_close_matches(wanted, slugs, 3, 0.5) if slug not in near]
    if not near:
        near = slugs[:3] if len(slugs) <= 3 else []
    first = near[:3]
    return first[0] if len(first) == 1 else f"{', '.join(first[:-1])} or {first[-1]}" if first else ""
