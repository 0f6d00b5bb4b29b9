"""Cards for an address book: what was written is read back, in both versions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.exporters.contentlines import LONGEST, escaped, folded
from crm.exporters.vcard import Version, uid_of, vcard
from crm.jurisdictions.models import ChamberKind
from crm.people.cards import Card
from crm.people.directory import HeldOffice
from crm.people.models import ContactKind, OfficeKind, Power
from crm.people.profile import Contact

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=120)
NAME = TEXT.filter(lambda text: text.strip())
ADDRESS = NAME.map(lambda text: text.replace(";", ""))
VERSIONS = list(Version)


def parts(value: str, mark: str = ";") -> list[str]:
    """The parts of a structured value, unescaped: an own reader, as RFC 6350 3.4 says."""
    found, at = [""], 0
    while at < len(value):
        if value[at] == "\\" and at + 1 < len(value):
            found[-1] += "\n" if value[at + 1] in "nN" else value[at + 1]
            at += 2
            continue
        if value[at] == mark:
            found.append("")
        else:
            found[-1] += value[at]
        at += 1
    return found


def read(text: str) -> list[tuple[str, str]]:
    """The lines of a card, unfolded: (name with its group and parameters, value as it is written)."""
    lines = re.sub("\r\n ", "", text).split("\r\n")
    assert lines.pop() == ""
    return [tuple(re.fullmatch(r'(?s)((?:[^":]|"[^"]*")*):(.*)', line).groups()) for line in lines]


def value(text: str, name: str) -> str:
    return next(written for head, written in read(text) if re.split("[;.]", head)[-1] == name or head == name)


def office(**given) -> HeldOffice:
    usual = {
        "tenure_id": 1, "office_id": 1, "kind": OfficeKind.SEAT, "title": "Senator", "role": None,
        "jurisdiction": "New York", "jurisdiction_slug": "new-york", "chamber": "Senate",
        "chamber_kind": ChamberKind.UPPER, "district": "13", "party": "Democratic", "ballot_lines": (),
        "started_on": None, "ended_on": None, "power": Power.VOTES, "power_note": None,
    }  # fmt: skip
    return HeldOffice(**usual | given)


def contact(kind: ContactKind = ContactKind.CAPITOL, **given) -> Contact:
    usual = {"name": None, "address": None, "phone": None, "fax": None, "email": None, "source": "a test"}
    return Contact(id=1, kind=kind, verified_on=None, wrong_since=None, **usual | given)


def card(**given) -> Card:
    usual = {
        "id": 1, "slug": "sena-abara", "name": "Sena Abara", "given_name": "Sena", "family_name": "Abara",
        "email": None, "is_invented": False, "offices": (office(),), "contacts": (), "links": (),
    }  # fmt: skip
    return Card(**usual | given)


@pytest.mark.parametrize("version", VERSIONS)
@given(name=NAME, family=NAME, given_=NAME, title=NAME, address=ADDRESS.filter(bool), label=NAME)
def test_whatever_the_text_it_is_read_back_as_it_was(
    version: Version, name: str, family: str, given_: str, title: str, address: str, label: str
) -> None:
    written = vcard(
        card(
            name=name,
            family_name=family,
            given_name=given_,
            offices=(office(title=title, district=None),),
            contacts=(contact(name=label, address=address),),
        ),
        version,
    )
    assert parts(value(written, "FN")) == [name]
    assert parts(value(written, "N"))[:2] == [family, given_]
    assert parts(value(written, "TITLE")) == [title]
    assert parts(value(written, "item1.X-ABLabel")) == [label]
    adr = next(written for head, written in read(written) if ".ADR" in head)
    assert len(parts(adr)) == 7
    assert address.replace(" ", "").replace("\n", "").startswith(parts(adr)[2].replace(" ", "").replace("\n", ""))


@given(TEXT)
def test_no_line_is_longer_than_75_octets_and_no_letter_is_torn(text: str) -> None:
    line = folded("NOTE:" + escaped(text))
    assert line.endswith("\r\n")
    for piece in line.encode().split(b"\r\n")[:-1]:
        assert len(piece) <= LONGEST
        piece.decode()
    assert line.replace("\r\n ", "") == "NOTE:" + escaped(text) + "\r\n"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_nothing_in_a_text_begins_a_line_of_its_own(text: str) -> None:
    written = vcard(card(name=text or "x", offices=(office(title=text),)), Version.V3)
    assert [head for head, _ in read(written)].count("END") == 1
    assert not re.search(r"[^\r]\n|\r[^\n]", written)


def test_every_office_is_on_the_card_with_its_phones_typed() -> None:
    contacts = (
        contact(name="Capitol", phone="5184552800", fax="518-426-6739", address="Room 3, Albany, NY 12247"),
        contact(ContactKind.DISTRICT, phone="(718) 205-3881 ext. 12", email="office@senate.example"),
    )
    three = vcard(card(contacts=contacts, email="sena@senate.example"), Version.V3)
    assert "item1.TEL;TYPE=WORK,VOICE:518-455-2800\r\n" in three
    assert "item1.TEL;TYPE=WORK,FAX:518-426-6739\r\n" in three
    assert "item1.ADR;TYPE=WORK:;;Room 3;Albany;NY;12247;United States\r\n" in three
    assert "item2.TEL;TYPE=WORK,VOICE:(718) 205-3881 ext. 12\r\n" in three
    assert "item2.X-ABLabel:District office\r\n" in three
    assert three.count("EMAIL;TYPE=INTERNET,WORK:") == 2
    four = vcard(card(contacts=contacts), Version.V4)
    assert 'item1.TEL;VALUE=uri;TYPE="work,voice":tel:+1-518-455-2800\r\n' in four
    assert 'item2.TEL;VALUE=uri;TYPE="work,voice":tel:+1-718-205-3881;ext=12\r\n' in four


def test_a_card_keeps_its_id_whatever_changes_on_it() -> None:
    first = vcard(card(), Version.V3)
    later = vcard(card(name="Sena Abara-Quill", contacts=(contact(phone="5550101"),)), Version.V4)
    assert value(first, "UID") == value(later, "UID") == uid_of("sena-abara")
    assert uid_of("sena-abara") != uid_of("mo-lindqvist")


def test_who_holds_no_office_has_a_card_all_the_same() -> None:
    written = vcard(card(offices=(), given_name=None, family_name=None), Version.V3)
    assert "N:Abara;Sena;;;\r\n" in written
    assert "TITLE" not in written


def test_lines_of_an_address_that_a_source_parts_with_semicolons_are_read_as_lines() -> None:
    written = vcard(card(contacts=(contact(address="24-08 32nd St.; Suite 2;Astoria, NY 11102"),)), Version.V3)
    assert value(written, "item1.ADR;TYPE=WORK") == ";;24-08 32nd St.\\, Suite 2;Astoria;NY;11102;United States"


def test_words_in_a_phone_stay_words() -> None:
    written = vcard(card(contacts=(contact(phone="ask for 518-455-2800"),)), Version.V4)
    assert 'TEL;VALUE=text;TYPE="work,voice":ask for 518-455-2800' in written
