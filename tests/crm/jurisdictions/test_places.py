"""Open Civic Data ids say which government is meant."""

from __future__ import annotations

import pytest

from crm.errors import InvalidInput
from crm.jurisdictions.places import place_ocd_id, place_slug, read_ocd_id, state_ocd_id


def test_a_state_is_read_from_its_id():
    place = read_ocd_id(state_ocd_id("NY"))
    assert (place.slug, place.name, place.abbreviation, place.kind.value) == ("new-york", "New York", "NY", "state")


def test_a_city_keeps_its_state_in_its_slug():
    place = read_ocd_id(place_ocd_id("White Plains", "NY"))
    assert (place.slug, place.name, place.kind.value) == ("white-plains-ny", "White Plains", "city")
    assert place.slug == place_slug("White Plains", "NY")


@pytest.mark.parametrize("part", ["county:nassau", "place:nassau_county"])
def test_a_county_is_one_also_where_it_stands_among_the_cities(part):
    place = read_ocd_id(f"ocd-jurisdiction/country:us/state:ny/{part}/government")
    assert (place.slug, place.name, place.kind.value) == ("nassau-county-ny", "Nassau County", "county")


@pytest.mark.parametrize("text", ["", "ocd-person/1", "ocd-jurisdiction/country:us/state:New York/government"])
def test_an_id_of_nothing_we_know_is_refused(text):
    with pytest.raises(InvalidInput):
        read_ocd_id(text)
