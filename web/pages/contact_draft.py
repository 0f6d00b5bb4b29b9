"""A contact as it stands in the log form: every field as it was typed, so that nothing typed is ever lost."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import FormData, QueryParams

from crm import clock
from crm.datewords import day
from web.deps import text_of

MOST_TOPICS: Final = 8
MOST_OWED: Final = 8
"""Nobody talks about more at once, and a forged form cannot ask for more."""

_PLAIN: Final = (
    "find", "channel", "outcome", "campaign", "organization", "visibility", "happened", "staff", "minutes", "place",
    "title", "notes", "phone", "witnesses", "client_key", "target", "next",
)  # fmt: skip


@dataclass(slots=True)
class SaidDraft:
    """What one official said on one measure. ``stance`` "" or "unknown": nothing on where they stand."""

    stance: str = ""
    answer: str = ""
    condition: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.answer or self.condition or self.has_stance)

    @property
    def has_stance(self) -> bool:
        """Whether a stance was chosen."""
        return self.stance not in ("", "unknown")


@dataclass(slots=True)
class TopicDraft:
    """A measure that came up, by its slug, with the ask and what each official (by slug) said."""

    measure: str = ""
    ask: str = ""
    said: dict[str, SaidDraft] = field(default_factory=dict)

    def of(self, slug: str) -> SaidDraft:
        """What the official said; empty where nothing was typed."""
        return self.said.get(slug, SaidDraft())


@dataclass(slots=True)
class OwedDraft:
    """Something owed. ``by`` is a user's id, ``whom`` an official's slug; both may be "" ."""

    what: str = ""
    due: str = ""
    by: str = ""
    whom: str = ""


@dataclass(slots=True)
class Draft:
    """The log form as it stands."""

    plain: dict[str, str]
    officials: list[str]
    colleagues: list[str]
    partners: list[str]
    topics: list[TopicDraft]
    owed: list[OwedDraft]

    def __getitem__(self, name: str) -> str:
        return self.plain[name]


def fresh(query: QueryParams) -> Draft:
    """The form as the address opens it: ``official`` (one or several), ``measure``, ``ask`` and the plain fields."""
    plain = dict.fromkeys(_PLAIN, "") | {name: query[name].strip() for name in _PLAIN if name in query}
    plain["channel"] = plain["channel"] or "call"
    plain["happened"] = plain["happened"] or day(clock.today())
    plain["client_key"] = secrets.token_urlsafe(18)
    return Draft(
        plain,
        officials=_once(query.getlist("official")),
        colleagues=[],
        partners=[],
        topics=[TopicDraft(query.get("measure", ""), query.get("ask", ""))],
        owed=[OwedDraft()],
    )


def sent(form: FormData) -> Draft:
    """The form as it was sent, with the button's wish done: an official added or dropped, a row more."""
    officials = _once([str(value) for value in form.getlist("official")])
    if text_of(form, "add"):
        officials = _once([*officials, text_of(form, "add")])
    dropped = text_of(form, "drop")
    officials = [slug for slug in officials if slug != dropped]
    draft = Draft(
        {name: text_of(form, name) for name in _PLAIN},
        officials=officials,
        colleagues=[str(value) for value in form.getlist("colleague")],
        partners=[str(value) for value in form.getlist("partner")],
        topics=[_topic(form, place, officials) for place in range(_number(form, "topics", MOST_TOPICS))],
        owed=[_owed(form, place) for place in range(_number(form, "owed", MOST_OWED))],
    )
    wish = text_of(form, "do")
    if wish == "topic" and len(draft.topics) < MOST_TOPICS:
        draft.topics.append(TopicDraft())
    if wish == "owed" and len(draft.owed) < MOST_OWED:
        draft.owed.append(OwedDraft())
    if text_of(form, "add"):
        draft.plain["find"] = ""
    return draft


def is_saving(form: Mapping[str, object]) -> bool:
    """Whether the form was sent to be saved, not to be shown again with a row more."""
    return form.get("do") == "save"


def _topic(form: FormData, place: int, officials: list[str]) -> TopicDraft:
    said = {
        slug: SaidDraft(
            text_of(form, f"stance-{place}-{slug}"),
            text_of(form, f"answer-{place}-{slug}"),
            text_of(form, f"condition-{place}-{slug}"),
        )
        for slug in (*officials, "")
    }
    if officials and said[officials[0]].is_empty:
        # Words typed before anybody was named are the first one's.
        said[officials[0]] = said.pop("")
    return TopicDraft(text_of(form, f"measure-{place}"), text_of(form, f"ask-{place}"), said)


def _owed(form: FormData, place: int) -> OwedDraft:
    return OwedDraft(*(text_of(form, f"{name}-{place}") for name in ("what", "due", "by", "whom")))


def _number(form: FormData, name: str, most: int) -> int:
    text = text_of(form, name)
    return min(max(1, int(text)), most) if text.isascii() and text.isdecimal() else 1


def _once(slugs: list[str]) -> list[str]:
    return list(dict.fromkeys(slug.strip() for slug in slugs if slug.strip()))
