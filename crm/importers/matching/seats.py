"""Somebody's seat beside what is printed: held on that day, or about then; the district and the party printed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crm.importers.matching.context import district_name, party_letter
from crm.importers.matching.index import Index
from crm.importers.matching.known import Known, Term
from crm.importers.matching.printed import Printed


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody's seat stands to what is printed. ``district`` and ``party``: agree, differ, or None: not known."""

    sits: bool
    about_then: bool
    district: bool | None
    party: bool | None
    term: Term | None

    @property
    def differs(self) -> bool:
        """Whether the printed district or party is another than theirs."""
        return self.district is False or self.party is False


def standing(index: Index, who: Known, printed: Printed) -> Standing:
    """The person's terms in the printed chamber (else in the government), nearest to the day."""
    terms = who.seats(printed.chamber_id, index.places(printed.jurisdiction_id))
    sits = [term for term in terms if term.on(printed.day)]
    about = [term for term in terms if term.around(printed.day)]
    nearest = sits or about or sorted(terms, key=lambda term: _away(term, printed.day))[:1]
    return Standing(
        sits=bool(sits),
        about_then=bool(about),
        district=_district(about or nearest, printed.district),
        party=_party(terms, about or nearest, printed.party),
        term=nearest[0] if nearest else None,
    )


def holders(index: Index, printed: Printed) -> list[Known]:
    """Who holds the printed seat on the day, whatever their name."""
    if not printed.district or printed.chamber_id is None:
        return []
    wanted = district_name(printed.district)
    return [
        who
        for who in index.within((printed.jurisdiction_id, printed.chamber_id))
        if any(
            term.on(printed.day) and term.district is not None and district_name(term.district) == wanted
            for term in who.seats(printed.chamber_id, None)
        )
    ]


def _away(term: Term, day: date) -> int:
    if term.started_on is not None and term.started_on > day:
        return (term.started_on - day).days
    return (day - term.ended_on).days if term.ended_on is not None and term.ended_on < day else 0


def _district(terms: list[Term], printed: str | None) -> bool | None:
    wanted = district_name(printed)
    theirs = {district_name(term.district) for term in terms if term.district}
    # "Queens" beside "11" says nothing either way.
    comparable = {each for each in theirs if _has_number(each) == _has_number(wanted)}
    return wanted in comparable if wanted and comparable else None


def _has_number(text: str) -> bool:
    return bool(re.search(r"\d", text))


def _party(terms: tuple[Term, ...], nearest: list[Term], printed: str | None) -> bool | None:
    wanted = {party_letter(part) for part in re.split(r"[/,;&|]", printed or "")} - {""}
    # Sources name one party a person, mostly that of today.
    among = nearest if any(term.party for term in nearest) else list(terms)
    theirs = {party_letter(party) for term in among for party in (term.party, *term.ballot_lines) if party}
    return bool(wanted & theirs) if wanted and theirs else None
