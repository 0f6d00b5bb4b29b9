"""Finding a measure by what people type, and saying what it may have been where nothing is found."""

from __future__ import annotations

import difflib

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bills.models import Measure
from crm.errors import NotFound
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
