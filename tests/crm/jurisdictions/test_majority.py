"""The numbers a vote must reach."""

from __future__ import annotations

import pytest

from crm.jurisdictions.majority import needed_to_override, needed_to_pass
from crm.jurisdictions.models import Chamber


@pytest.mark.parametrize(
    ("seats", "override", "to_pass", "to_override"),
    [(63, (2, 3), 32, 42), (150, (2, 3), 76, 100), (49, (3, 5), 25, 30), (400, (2, 3), 201, 267)],
)
def test_a_majority_is_of_the_members_elected(seats, override, to_pass, to_override):
    chamber = Chamber(seats=seats, pass_num=1, pass_den=2, override_num=override[0], override_den=override[1])
    assert (needed_to_pass(chamber), needed_to_override(chamber)) == (to_pass, to_override)
