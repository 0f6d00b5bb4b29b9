"""Two records of one official that are both named in a meeting become one target of it, and two again when parted."""

from __future__ import annotations

from sqlalchemy import select

from crm.coalition.visibility import OPERATOR
from crm.lobbying import queries
from crm.people.merge_undo import undo_merge
from crm.people.merging import decide_merge, propose_merge
from crm.people.models import Merge, MergeState
from tests.builders import people
from tests.crm.lobbying.conftest import Plan


def named(plan: Plan) -> list[str]:
    plan.session.expire_all()
    (found,) = queries.lobby_day(plan.session, plan.ada, plan.day.id).meetings
    return sorted(each.name for each in found.targets)


def test_both_records_in_one_meeting_are_one_official_after_the_join(plan: Plan) -> None:
    again = people.person(plan.session, "Sena M. Abara")
    plan.meet(10, person_ids=(plan.senator.id, again.id, plan.governor.id))
    proposal = propose_merge(plan.session, plan.senator.id, again.id, "the same seat")
    decide_merge(plan.session, OPERATOR, proposal.id, MergeState.SAME, keep_id=plan.senator.id)
    assert named(plan) == ["Gwen Hale", "Sena Abara"]
    undo_merge(plan.session, OPERATOR, plan.session.scalars(select(Merge.id)).one())
    assert named(plan) == ["Gwen Hale", "Sena Abara", "Sena M. Abara"]
