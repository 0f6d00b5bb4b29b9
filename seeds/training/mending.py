"""What was put right: corrections, corrections of these, retractions, and rulings between two reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from crm.positions import rulings, service
from crm.positions.models import EvidenceKind, Position
from crm.positions.service import NewEvidence, NewPosition
from seeds.book import Step
from seeds.training import words
from seeds.training.book import Book
from seeds.training.cast import Cast
from seeds.training.coalition import lead_of, some_user
from seeds.training.days import Days
from seeds.training.facts import lots, read
from seeds.training.turns import How, Turn, turns

EVENING: Final = 18 * 60 + 20


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """Each in the evening of its day."""
    for turn in turns(cast):
        if turn.how in _MENDS:
            yield Step(days.at(turn.day, EVENING), partial(_MENDS[turn.how], turn=turn))


def _correct(book: Book, turn: Turn) -> None:
    """Somebody of the organization that made the entry puts another in its place, said on the same day."""
    assert turn.stance is not None
    assert turn.reason is not None
    random = lots(turn.key)
    user = some_user(turn.organization, turn.day, random)
    wrong = book.session.get_one(Position, book.get("entry", turn.before(1)))
    new = NewPosition(
        person_id=wrong.person_id,
        measure_id=wrong.measure_id,
        stance=turn.stance,
        words=words.phrase("told", turn.stance.value, random),
        said=wrong.said,
        evidence=(NewEvidence(EvidenceKind.CONVERSATION, title="Notes compared", witnesses=(user["name"],)),),
        ask_id=wrong.ask_id,
        bill_id=wrong.bill_id,
        print_letter=wrong.print_letter,
    )
    entry = service.correct(book.session, book.acting(user["key"]), wrong.id, new, turn.reason)
    book.put("entry", turn.key, entry.id)


def _retract(book: Book, turn: Turn) -> None:
    assert turn.reason is not None
    user = some_user(turn.organization, turn.day, lots(turn.key))
    service.retract(book.session, book.acting(user["key"]), book.get("entry", turn.before(1)), turn.reason)


def _rule(book: Book, turn: Turn) -> None:
    """The campaign's lead upholds the first of two reports."""
    assert turn.reason is not None
    lead = book.acting(lead_of(read("campaign")["campaign"]["lead"]))
    upheld, overruled = (book.get("entry", turn.before(many)) for many in (2, 1))
    rulings.rule(book.session, lead, upheld, overruled, turn.reason)


_MENDS: Final[dict[How, Callable[..., None]]] = {How.CORRECT: _correct, How.RETRACT: _retract, How.RULE: _rule}
