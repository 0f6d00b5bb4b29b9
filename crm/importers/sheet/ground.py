"""What a sheet's constants and columns name, looked up at once: measures, bills, campaigns, chambers, whose it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.bills.models import Bill, Measure
from crm.campaigns.models import Campaign
from crm.coalition.models import Organization, Visibility
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.importers.matching.matcher import Matcher
from crm.importers.sheet.columns import Mapping, Use
from crm.importers.sheet.days import last_day
from crm.jurisdictions.models import Chamber, ChamberKind, Jurisdiction, LegislativeSession
from crm.jurisdictions.places import STATES
from crm.names import fold, slugify

NOT_ON_FILE = -1
"""The id of a government that is not on file: nobody is matched in it."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something on file with a slug and a name."""

    id: int
    slug: str
    name: str
    jurisdiction_id: int | None = None
    measure_id: int | None = None
    lead_organization_id: int | None = None


@dataclass(frozen=True, slots=True)
class BillOnFile:
    """A bill with its session."""

    id: int
    number: str
    session: str
    started_on: date | None
    chamber_id: int | None


@dataclass(slots=True)
class Ground:
    """All that reading the rows needs. ``state``: the postal code of a state that is named and not on file."""

    mapping: Mapping
    viewer: Viewer
    matcher: Matcher
    day: date
    jurisdiction_id: int | None
    state: str | None
    chambers: dict[ChamberKind, Chamber]
    measures: dict[str, Named]
    campaigns: dict[str, Named]
    bills: dict[str, list[BillOnFile]]
    organization: Named | None
    unknown: list[tuple[str, str]] = field(default_factory=list)

    def measure(self, text: str | None) -> Named | None:
        """The measure of this slug or name."""
        return _found(self.measures, text)

    def campaign(self, text: str | None) -> Named | None:
        """The campaign of this slug or name."""
        return _found(self.campaigns, text)

    def bill(self, text: str | None, day: date) -> BillOnFile | None:
        """The bill a cell names: "S2235-2025", or "S.2235-A", which is that of the newest session begun by the day."""
        number, year = bill_key(text or "")
        known = self.bills.get(number, [])
        if year is not None:
            return next((bill for bill in known if bill.session.startswith(str(year))), None)
        begun = [bill for bill in known if bill.started_on is None or bill.started_on <= day]
        return max(begun or known, key=lambda bill: bill.started_on or date.min, default=None)

    @property
    def visibility(self) -> Visibility:
        """Who may see what comes of the sheet: as chosen, else the organization alone."""
        return self.mapping.constants.visibility or Visibility.PRIVATE


def prepare(session: Session, viewer: Viewer, mapping: Mapping) -> Ground:
    """Look everything up (a constant number of queries). What is named and not on file is told by ``missing``."""
    said = mapping.constants
    measures = _by_name(
        Named(*row) for row in session.execute(select(Measure.id, Measure.slug, Measure.name, Measure.jurisdiction_id))
    )
    campaigns = _by_name(
        Named(*row)
        for row in session.execute(
            select(Campaign.id, Campaign.slug, Campaign.name, Measure.jurisdiction_id, Campaign.measure_id,
                   Campaign.lead_organization_id).join(Measure, Campaign.measure_id == Measure.id)
        )
    )  # fmt: skip
    jurisdictions = session.scalars(select(Jurisdiction)).all()
    chambers: dict[int, dict[ChamberKind, Chamber]] = defaultdict(dict)
    for chamber in session.scalars(select(Chamber)):
        chambers[chamber.jurisdiction_id][chamber.kind] = chamber
    about = [
        _found(measures, text)
        for text in (said.measure, *(column.measure for column in mapping.columns if column.use is Use.STANCE))
        if text
    ]
    campaign = _found(campaigns, said.campaign)
    place, state = _place(said.jurisdiction, jurisdictions)
    if place is None and said.jurisdiction is None:
        places = {found.jurisdiction_id for found in (*about, campaign) if found} or set(chambers)
        place = next(iter(places)) if len(places) == 1 else None
    wants_bills = any(column.use in (Use.BILL, Use.SPONSORS) for column in mapping.columns) or said.bill
    ground = Ground(
        mapping=mapping,
        viewer=viewer,
        matcher=Matcher(session),
        day=_day(mapping),
        jurisdiction_id=place,
        state=state,
        chambers=chambers[place] if place is not None else {},
        measures=measures,
        campaigns=campaigns,
        bills=_bills(session, place) if wants_bills else {},
        organization=_organization(session, viewer, said.organization),
    )
    _tell_unknown(ground)
    return ground


def bill_key(text: str) -> tuple[str, int | None]:
    """A bill's number to compare by, and the year where it is named: "S.2235-A" is ("S2235", None)."""
    text = re.sub(r"\s*[-/ (]\s*((?:19|20)[0-9]{2})(?:-(?:[0-9]{2}){1,2})?\)?\s*\Z", r"@\1", text.strip().upper())
    number, _, year = text.partition("@")
    found = re.match(r"([A-Z]{1,6})[ .]*0*([0-9]+)(?:-?[A-Z])?\Z", number)
    return (f"{found[1]}{found[2]}" if found else re.sub(r"\s+", " ", number), int(year) if year else None)


def _bills(session: Session, place: int | None) -> dict[str, list[BillOnFile]]:
    query = select(Bill.id, Bill.number, LegislativeSession.slug, LegislativeSession.started_on, Bill.chamber_id).join(
        LegislativeSession, Bill.session_id == LegislativeSession.id
    )
    if place is not None and place != NOT_ON_FILE:
        query = query.where(LegislativeSession.jurisdiction_id == place)
    found: dict[str, list[BillOnFile]] = defaultdict(list)
    for row in session.execute(query):
        bill = BillOnFile(*row)
        found[bill_key(bill.number)[0]].append(bill)
    return found


def _place(text: str | None, known: Sequence[Jurisdiction]) -> tuple[int | None, str | None]:
    """The government named, and its postal code where it is a state; ``NOT_ON_FILE`` for one that is not."""
    wanted = fold(text or "")
    if not wanted:
        return None, None
    state = next((code for code, name in STATES.items() if wanted in (fold(name), code)), None)
    for each in known:
        if wanted in (fold(each.slug), fold(each.name), fold(each.abbreviation or "")):
            return each.id, state
    return NOT_ON_FILE, state


def _organization(session: Session, viewer: Viewer, text: str | None) -> Named | None:
    query = select(Organization.id, Organization.slug, Organization.name)
    if text:
        query = query.where(Organization.slug == slugify(text))
    elif len(viewer.organization_ids) == 1:
        query = query.where(Organization.id.in_(viewer.organization_ids))
    else:
        return None
    row = session.execute(query).first()
    return Named(*row) if row else None


def _day(mapping: Mapping) -> date:
    """The day as of which the sheet names people."""
    said = mapping.constants
    try:
        return last_day(said.day or said.said, clock.today())
    except InvalidInput:
        return clock.today()


def _by_name(found: Iterable[Named]) -> dict[str, Named]:
    known: dict[str, Named] = {}
    for each in found:
        known.setdefault(fold(each.name), each)
        known[fold(each.slug)] = each
    return known


def _found(known: dict[str, Named], text: str | None) -> Named | None:
    return known.get(fold(text)) if text else None


def _tell_unknown(ground: Ground) -> None:
    """Note what the mapping names and nobody has put on file."""
    said = ground.mapping.constants
    if said.jurisdiction and ground.jurisdiction_id == NOT_ON_FILE and not (ground.state and said.add_people):
        ground.unknown.append((f"No government “{said.jurisdiction}” is on file.", "Import its roster first."))
    for text in dict.fromkeys([said.measure, *(column.measure for column in ground.mapping.columns)]):
        if text and ground.measure(text) is None:
            ground.unknown.append((f"No measure “{text}” is on file.", "Add it, or choose one that is."))
    if said.campaign and ground.campaign(said.campaign) is None:
        ground.unknown.append((f"No campaign “{said.campaign}” is on file.", "Choose one that is."))
    if said.organization and ground.organization is None:
        ground.unknown.append((f"No organization “{said.organization}” is on file.", "Choose one that is."))
    for text in (said.bill, *(column.bill for column in ground.mapping.all_for(Use.SPONSORS))):
        if text and ground.bill(text, ground.day) is None:
            ground.unknown.append((f"No bill “{text}” is on file.", "Import the bills first, or choose another."))
    for name, text in (("day", said.day), ("said", said.said)):
        try:
            if text:
                dates.parse(text)
        except InvalidInput as wrong:
            ground.unknown.append((wrong.message, wrong.hint or f"Mend “{name}”."))
