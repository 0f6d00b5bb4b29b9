"""A planned list: the calls that add most to the goal in the time there is, in tiers, each with what it adds and why.

First those who hold a key: who is asked by name for what only they can grant, and the chairs of the committees where
the bill is; while the calls are for a committee's own deadline, all its members who are asked for their vote there.
Then votes, by what a call adds for its minutes. Then opponents, who are only asked not to work against it (field.md
3.1, H2 and H8). Whole committees in the first tier at all times made short lists worse than the plain ranking
(bench/call_lists.py): a list of 24 calls held nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crm.calling.asking import OF_MEMBERS
from crm.calling.callers import LANGUAGES, Caller
from crm.calling.candidates import LeftOut
from crm.calling.crew import Hand, lives_there, shared, spoken_last
from crm.calling.effort import Effect, Effort, effect
from crm.calling.gathering import CallRow, Gathered, Planned, softens
from crm.calling.models import Tier
from crm.calling.plan import ChamberChances, ChamberStands, Goal, Option, Pick, Plan, plan
from crm.calling.sharing import By, Why
from crm.campaigns.models import AskKind
from crm.forecast.queries import Forecast, SeatForecast
from crm.forecast.words import apart, percent, points, votes
from crm.jurisdictions.models import DeadlineKind
from crm.names import fold
from crm.positions.stance import Stance


@dataclass(frozen=True, slots=True)
class ChamberHead:
    """What a plan does in one chamber."""

    name: str
    needed: int
    stands: ChamberStands


@dataclass(frozen=True, slots=True)
class Head:
    """What a plan does in all. ``goal`` is what it is counted in, whatever was ``asked``; ``words`` say it for people.

    ``no_time`` is how many calls would still add something. The chances are nothing where no chamber sits any more.
    """

    asked: Goal
    goal: Goal
    effort: Effort
    win_before: float | None
    win_after: float | None
    votes_before: float
    votes_after: float
    chambers: tuple[ChamberHead, ...]
    no_time: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Call:
    """A call that can be planned: whose seat it moves (nothing without a vote), and how much."""

    row: CallRow
    tier: Tier
    option: Option
    effect: Effect
    chance: float
    chamber: str | None
    needed: int


def planned(
    found: Gathered, forecast: Forecast, hands: Sequence[Hand], goal: Goal, time: Effort
) -> tuple[tuple[CallRow, ...], tuple[LeftOut, ...], Head]:
    """The rows of a planned list in their order, who is left out of it and why, and what it does in all.

    ``hands`` are those who call: each row says whose call it is best.
    """
    in_committee = any(each.kind is DeadlineKind.COMMITTEE for each in found.horizon.deadlines)
    calls, left_out = _sorted_out(found.rows, forecast, _callers(hands), time, in_committee)
    chambers = {
        each.chamber.chamber_id: ChamberChances(tuple(seat.chance.value for seat in each.seats), each.needed)
        for each in forecast.chambers
    }
    tiers = {tier: [call for call in calls if call.tier is tier] for tier in Tier}
    made = plan(
        [call.option for call in tiers[Tier.VOTES]],
        chambers,
        time.minutes,
        goal,
        first=[call.option for call in sorted(tiers[Tier.LEADERS], key=_weightiest)],
        last=[call.option for call in sorted(tiers[Tier.OPPONENTS], key=_most_to_gain)],
    )
    by_key = {call.option.key: call for call in calls}
    following = [*made.picks[1:], None]
    chosen = [by_key[pick.option.key] for pick in made.picks]
    bys = shared([call.row for call in chosen], hands, time)
    rows = tuple(
        _row(place, call, pick, after, made, by, hands)
        for place, (call, pick, after, by) in enumerate(zip(chosen, made.picks, following, bys, strict=False), start=1)
    )
    out_of_time = tuple(_no_time(by_key[pick.option.key], pick, made.goal) for pick in made.left)
    return rows, (*left_out, *out_of_time), _head(made, goal, time, forecast)


def _sorted_out(
    rows: Iterable[CallRow], forecast: Forecast, callers: Sequence[Caller], time: Effort, in_committee: bool
) -> tuple[list[_Call], list[LeftOut]]:
    """The calls that can be planned, and those whom no call would move or reach."""
    seats = {
        seat.seat.seat.person_id: (each, place, seat)
        for each in forecast.chambers
        for place, seat in enumerate(each.seats)
        if seat.seat.seat.person_id is not None
    }
    calls, left_out = [], []
    for row in rows:
        who = row.candidate
        at = seats.get(who.person_id)
        tier, reason = _tier(row, at[2] if at else None, in_committee)
        if tier is None:
            left_out.append(LeftOut(who.person_id, who.slug, who.name, reason))
            continue
        neighbor = any(lives_there(row, caller) for caller in callers)
        does = effect(forecast.basis.assumptions, at[2].step if at else 0.0, tie=row.tie, neighbor=neighbor)
        chamber_id = at[0].chamber.chamber_id if at else None
        calls.append(
            _Call(
                row=row,
                tier=tier,
                option=Option(who.person_id, does.added, time.per_call, chamber_id, at[1] if at else 0),
                effect=does,
                chance=at[2].chance.value if at else 0.0,
                chamber=at[0].chamber.name if at else None,
                needed=at[0].needed if at else 0,
            )
        )
    return calls, left_out


def _tier(row: CallRow, seat: SeatForecast | None, in_committee: bool) -> tuple[Tier | None, str]:
    """Which tier a call is in; where it is in none, why it is not made."""
    if row.phone is None:
        return None, "No phone is on file: find one first."
    if softens(row.candidate):
        return Tier.OPPONENTS, ""
    if _holds_a_key(row, in_committee):
        return Tier.LEADERS, ""
    if seat is not None and seat.step > 0:
        return (Tier.OPPONENTS if row.stance is Stance.NO else Tier.VOTES), ""
    if row.stance is Stance.YES:
        again = " It is due for a new ask: the list by stance has them." if row.candidate.due else ""
        return None, f"A hard yes: a call adds nothing to the count.{again}"
    return None, "A call adds nothing: they cast no vote, and nothing is asked of them by name."


def _holds_a_key(row: CallRow, in_committee: bool) -> bool:
    """Whether no vote is taken without them."""
    asked, committee = row.asked.ask, row.candidate.committee
    if not row.asked.named or asked is None:
        return False
    if asked.kind not in OF_MEMBERS or (committee is not None and committee.chairs):
        return True
    return in_committee and asked.kind is AskKind.COMMITTEE_VOTE and row.stance is not Stance.NO and not _sure(row)


def _sure(row: CallRow) -> bool:
    return row.stance is Stance.YES and bool(row.candidate.standing and row.candidate.standing.hard)


def _weightiest(call: _Call) -> tuple[int, str]:
    return -call.row.worth.points, fold(call.row.candidate.name.rpartition(" ")[2])


def _most_to_gain(call: _Call) -> tuple[float, int]:
    return -call.option.added, call.option.key


def _callers(hands: Iterable[Hand]) -> list[Caller]:
    """Those of the crew of whom something is known."""
    return [hand.caller for hand in hands if hand.caller is not None]


def _callers_words(row: CallRow, callers: Iterable[Caller], by: By | None) -> list[str]:
    """What speaks for one of us to make the call, in words."""
    words, callers = [], list(callers)
    neighbors = [caller for caller in callers if lives_there(row, caller)]
    if neighbors:
        lives = _first_big(" or ".join(caller.who for caller in neighbors[:2]))
        so = ": best called by them" if by is None or by.why is Why.NEIGHBOR else ", and has calls enough"
        words.append(f"{lives} lives in their district{so}.")
    language = spoken_last(row)
    if language is not None:
        name = LANGUAGES.get(language, language)
        speakers = [caller.who for caller in callers if language in caller.languages]
        who = (
            f", which {' and '.join(speakers[:2])} can speak" if speakers else "; no caller of ours says they speak it"
        )
        words.append(f"Last spoken to in {name}{who}.")
    return words


def _row(
    place: int,
    call: _Call,
    pick: Pick,
    following: Pick | None,
    made: Plan,
    by: By | None,
    hands: Sequence[Hand],
) -> CallRow:
    caller = hands[by.number - 1].caller if by is not None else None
    does = Planned(
        call.tier,
        pick.gain,
        call.option.minutes,
        _lost(call, made),
        by,
        caller.user_id if caller is not None else None,
    )
    because = _callers_words(call.row, _callers(hands), by)
    reasons = (*call.row.worth.reasons, *because, *_why_here(call, pick, following, made))
    return replace(call.row, rank=place, planned=does, worth=replace(call.row.worth, reasons=reasons))


_PLACES: Final = {
    Tier.LEADERS: "Called first: without what is asked of them by name, the bill gets no vote.",
    Tier.OPPONENTS: "Called last: an opponent, only to soften.",
}


def _why_here(call: _Call, pick: Pick, following: Pick | None, made: Plan) -> list[str]:
    """Why the call stands where it does, with the numbers behind it."""
    words = [_PLACES[call.tier]] if call.tier in _PLACES else []
    if call.chamber is None or call.option.added <= 0:
        return words
    does, adds = call.effect, _gain(pick.gain, made.goal)
    words.append(
        f"A call moves them one step with a chance of {percent(does.moves)}, and a step takes their vote "
        f"from {percent(call.chance, 0)} to {percent(min(1.0, call.chance + does.step), 0)}."
    )
    to = "the chance of winning" if made.goal is Goal.WIN else "the votes expected"
    then = f"; the next call adds {_gain(following.gain, made.goal)}" if following and call.tier is Tier.VOTES else ""
    words.append(f"That adds {adds} to {to}{then}.")
    return words


def _lost(call: _Call, made: Plan) -> str:
    """What would be lost if this one call of all were not made."""
    name, option = call.row.candidate.name, call.option
    if option.chamber is None or option.chamber not in made.chambers or option.key not in made.without:
        asked = call.row.asked.ask
        return f"Without this call nobody asks {name}: {asked.words}" if asked else f"Without it nobody asks {name}."
    stands = made.chambers[option.chamber]
    if made.goal is Goal.WIN:
        without, whole = apart(made.without[option.key] * 100, stands.win_after * 100)
        return f"Without this call the chance of {call.needed} votes is {without} %, not {whole} %."
    less, whole = apart(stands.votes_after - min(call.effect.added, 1 - call.chance), stands.votes_after)
    return f"Without this call {less} votes are expected in the {call.chamber}, not {whole}."


def _no_time(call: _Call, pick: Pick, goal: Goal) -> LeftOut:
    who = call.row.candidate
    if pick.gain <= 0:
        return LeftOut(who.person_id, who.slug, who.name, "No time for what is asked of them by name.")
    return LeftOut(who.person_id, who.slug, who.name, f"No time: would add {_gain(pick.gain, goal)}.")


def _gain(gain: float, goal: Goal) -> str:
    return points(gain) if goal is Goal.WIN else votes(gain)


def _head(made: Plan, asked: Goal, time: Effort, forecast: Forecast) -> Head:
    chambers = tuple(
        ChamberHead(each.chamber.name, each.needed, made.chambers[each.chamber.chamber_id])
        for each in forecast.chambers
    )
    words = [time.words] if time.words else []
    if not chambers:
        words.append("No chamber sits any more in which a call could move a vote.")
    elif made.goal is not asked:
        reach = "out of reach for now" if made.win_before < 0.5 else "as good as certain"
        words.append(f"Winning is {reach} (a chance of {percent(made.win_before, 2)}): the calls are counted in votes.")
    for each in chambers:
        stands = each.stands
        before, after = apart(stands.win_before * 100, stands.win_after * 100)
        words.append(
            f"{each.name}: the chance of {each.needed} votes goes from {before} % to {after} %, "
            f"the votes expected from {stands.votes_before:.1f} to {stands.votes_after:.1f}."
        )
    if len(chambers) > 1:
        before, after = apart(made.win_before * 100, made.win_after * 100)
        words.append(f"All chambers: from {before} % to {after} %, their votes taken as independent.")
    return Head(
        asked=asked,
        goal=made.goal,
        effort=time,
        win_before=made.win_before if chambers else None,
        win_after=made.win_after if chambers else None,
        votes_before=sum(each.stands.votes_before for each in chambers),
        votes_after=sum(each.stands.votes_after for each in chambers),
        chambers=chambers,
        no_time=len(made.left),
        words=tuple(words),
    )


def _first_big(text: str) -> str:
    return text[:1].upper() + text[1:]
