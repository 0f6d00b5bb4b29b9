"""The daily e-mail as it is read: the same lines as text and as a page, with links to this server and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final

from crm import clock
from crm.datewords import away, day_near
from crm.digest.contents import Digest, Moved, OwedLine, about
from crm.jurisdictions.calendar import CurrentDeadline
from crm.lobbying.clashes import clock_words
from crm.lobbying.lines import Meeting

WHY: Final = (
    "This mail holds no words of notes, of promises or of the ledger, and nothing that your organization keeps to"
    " itself: a mailbox is not within our walls. The links ask you to sign in."
)
NOTHING: Final = "Nothing is due today, and nothing moved yesterday. On such a day no mail is sent; this one was a try."


@dataclass(frozen=True, slots=True)
class Line:
    """One line, and the page of ours that has the rest."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent."""

    subject: str
    text: str
    html: str


def letter(digest: Digest, name: str, base_url: str, stop_url: str) -> Letter:
    """The day as a letter to somebody of this name."""
    told = sections(digest)
    greeting = f"{name.split(maxsplit=1)[0] if name.split() else 'Hello'}, this is {day_near(digest.day, digest.day)}."
    return Letter(subject(digest), _text(told, greeting, base_url, stop_url), _html(told, greeting, base_url, stop_url))


def subject(digest: Digest) -> str:
    """The day in a few numbers, and not a name in it: others see the subject on a locked phone."""
    parts = [
        (len(digest.meetings), "meeting"),
        (len(digest.overdue), "overdue"),
        (len(digest.due), "due today"),
        (len(digest.call_backs), "to call back"),
        (digest.without_debrief, "without a debrief"),
        (len(digest.deadlines), "deadline"),
        (sum(len(each.public) + each.hidden for each in digest.moved), "moved"),
    ]
    counted = {"meeting", "deadline"}
    words = [f"{many} {word}{'s' if word in counted and many != 1 else ''}" for many, word in parts if many]
    return f"Whipcount, {day_near(digest.day, digest.day)}: {', '.join(words[:4]) or 'nothing'}"


def sections(digest: Digest) -> tuple[Section, ...]:
    """What there is to say, the most pressing first."""
    found = (
        Section("Your meetings today", tuple(_meeting(each) for each in digest.meetings)),
        Section("Overdue", tuple(_owed(each, digest) for each in digest.overdue)),
        Section("Due today", tuple(_owed(each, digest) for each in digest.due)),
        Section("Call back", tuple(_call_back(each.at, about(each.visibility, each.name), each.slug, digest)
                                   for each in digest.call_backs)),
        Section("Without a debrief", _debriefs(digest.without_debrief)),
        Section("Deadlines of the next seven days", tuple(_deadline(each, digest) for each in digest.deadlines)),
        *(Section(f"What moved yesterday: {each.campaign}", tuple(_moved(each))) for each in digest.moved),
    )  # fmt: skip
    return tuple(section for section in found if section.lines)


def _meeting(each: Meeting) -> Line:
    who = about(each.visibility, each.who)
    where = about(each.visibility, each.where)
    rest = ", ".join(filter(None, (who or "a meeting", where)))
    return Line(f"{clock_words(each.starts_at)}: {rest}", f"/lobby-days/{each.day_id}#m-{each.id}")


def _owed(each: OwedLine, digest: Digest) -> Line:
    what = f"Follow up with {each.about}" if each.about else "A follow-up"
    late = f", since {day_near(each.due_on, digest.day)}" if each.due_on < digest.day else ""
    return Line(what + late, f"/follow-ups/{each.id}")


def _call_back(at: datetime, name: str | None, slug: str, digest: Digest) -> Line:
    local = clock.local(at)
    when = clock_words(local.time()) if local.date() == digest.day else day_near(local.date(), digest.day)
    return Line(f"{name}, {when}", f"/officials/{slug}") if name else Line(f"An office, {when}", "/")


def _debriefs(many: int) -> tuple[Line, ...]:
    if not many:
        return ()
    return (Line(f"{many} {'meeting has' if many == 1 else 'meetings have'} no debrief yet", "/lobby-days"),)


def _deadline(each: CurrentDeadline, digest: Digest) -> Line:
    where = ", ".join(filter(None, (each.jurisdiction, each.chamber)))
    when = f"{day_near(each.falls_on, digest.day)}, {away(each.falls_on, digest.day)}"
    moved = f"; it was {day_near(each.slipped_from[-1].falls_on, digest.day)}" if each.slipped_from else ""
    return Line(f"{each.name} ({where}): {when}{moved}", "/calendar")


def _moved(each: Moved) -> Sequence[Line]:
    lines = [
        Line(f"{shift.name}: {shift.before.label} → {shift.after.label}",
             f"/officials/{shift.person}?measure={each.measure_slug}")
        for shift in each.public
    ]  # fmt: skip
    if each.hidden:
        more = f"{each.hidden} {'more ' if lines else ''}behind the walls of the campaign"
        lines.append(Line(more, f"/campaigns/{each.campaign_slug}"))
    return lines


def _text(told: Sequence[Section], greeting: str, base_url: str, stop_url: str) -> str:
    parts = [greeting]
    for section in told:
        lines = "\n".join(f"- {_flat(line.text)}\n  {base_url}{line.path}" for line in section.lines)
        parts.append(f"{_flat(section.title).upper()}\n{lines}")
    parts += [] if told else [NOTHING]
    parts.append(f"-- \n{WHY}\nThe hour: {base_url}/settings/digest\nNo more of these: {stop_url}\n")
    return "\n\n".join(parts)


def _html(told: Sequence[Section], greeting: str, base_url: str, stop_url: str) -> str:
    parts = [f"<h1>{escape(greeting)}</h1>"]
    for section in told:
        items = "".join(
            f'<li><a href="{escape(base_url + line.path)}">{escape(line.text)}</a></li>' for line in section.lines
        )
        parts.append(f"<h2>{escape(section.title)}</h2><ul>{items}</ul>")
    parts += [] if told else [f"<p>{escape(NOTHING)}</p>"]
    hour, stop = escape(f"{base_url}/settings/digest"), escape(stop_url)
    parts.append(
        f'<hr><p><small>{escape(WHY)} <a href="{hour}">Change the hour</a> or'
        f' <a href="{stop}">get no more of these</a>.</small></p>'
    )
    body = "\n".join(parts)
    head = '<head><meta charset="utf-8"><title>Whipcount</title></head>'
    return f'<!doctype html>\n<html lang="en">{head}\n<body>\n{body}\n</body></html>\n'


def _flat(text: str) -> str:
    return " ".join(text.split())
