"""Boards as tests fill and read them."""

from __future__ import annotations

import re
from html import unescape

from sqlalchemy import select

from crm.bills.models import Measure
from crm.jurisdictions.models import Chamber
from crm.people.models import Person
from tests.builders import ledger, people
from tests.web.conftest import WebCast
from tests.web.site import Site


def board(web_cast: WebCast, query: str = "") -> str:
    return f"/campaigns/{web_cast.campaign}" + (f"?{query}" if query else "")


def stands(site: Site, web_cast: WebCast, slug: str, stance: str, said: str = "2025-06-01", **columns) -> int:
    """An entry of the ledger on the campaign's measure; its id."""
    with site.database.write() as session:
        person = session.scalars(select(Person).where(Person.slug == slug)).one()
        measure = session.get_one(Measure, web_cast.measure_id)
        return ledger.position(session, person, measure, stance, said, **columns).id


def chamber_of(session, name: str) -> Chamber:
    return session.scalars(select(Chamber).where(Chamber.name == name)).one()


def seated(site: Site, name: str, district: int, chamber: str = "Senate", **more) -> str:
    """One more member; their slug."""
    with site.database.write() as session:
        person = people.person(session, name)
        people.seat(session, chamber_of(session, chamber), district, person, **more)
        return person.slug


def card(html: str, chamber: str) -> str:
    """The card of one chamber."""
    return html.partition(f'aria-labelledby="c-{chamber}"')[2].partition("</section>")[0]


def part(html: str, id_: str) -> str:
    return html.partition(f'id="{id_}"')[2].partition("</section>")[0]


def rows(html: str) -> list[str]:
    """The members in the table of seats, in its order."""
    return [
        unescape(re.sub(r"<[^>]+>", "", head))
        for head in re.findall(r'<tr><th scope="row">(.*?)</th>', part(html, "seats"))
    ]


def links(html: str) -> dict[str, tuple[int, str]]:
    """The numbers of a chamber's card that lead somewhere: {label: (number, address)}."""
    found = {}
    for href, words, number in re.findall(
        r'<li><a href="([^"]+)"><span class="mark[^>]*>[^<]*</span><span>([\w ]+) <b>(\d+)</b>', html
    ):
        found[words] = (int(number), unescape(href))
    for words, href, number in re.findall(r'<dt>([^<]+)</dt><dd><a href="([^"]+)">(\d+)</a>', html):
        found[words] = (int(number), unescape(href))
    return found
