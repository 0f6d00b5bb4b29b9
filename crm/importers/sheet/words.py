"""The words people put above columns and into cells, and what they mean. Pure."""

from __future__ import annotations

import re
from typing import Final

from crm.bills.models import SponsorKind
from crm.importers.sheet.columns import NOTHING, Use
from crm.jurisdictions.models import ChamberKind
from crm.names import fold
from crm.outreach.models import Channel, Outcome
from crm.positions.stance import SCALE, Stance

TICKS: Final = frozenset("✓✔☑✅✗✘☒❌")
_FOR = frozenset("✓✔☑✅")

_STANCES: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("y", "yes", "true", "t", "x", "support", "supports", "supporter", "for", "favor", "aye", "with us",
         "committed", "sponsor", "cosponsor", "co sponsor", "cosponsored", "sponsored", "signed",
         "hard yes", "strong yes", "pro"),
        Stance.YES.value,
    ),
    **dict.fromkeys(
        ("yes?", "y?", "leaning", "leaning yes", "lean yes", "leans yes", "ly", "probably", "likely", "likely yes",
         "soft yes", "probable", "lean support", "leaning support", "weak yes"),
        Stance.LEANING_YES.value,
    ),
    **dict.fromkeys(
        ("?", "undecided", "maybe", "u", "unsure", "on the fence", "open", "persuadable", "neutral", "mixed", "tbd",
         "thinking"),
        Stance.UNDECIDED.value,
    ),
    **dict.fromkeys(
        ("no?", "n?", "leaning no", "lean no", "leans no", "ln", "probably not", "unlikely", "likely no", "soft no",
         "lean oppose", "leaning oppose"),
        Stance.LEANING_NO.value,
    ),
    **dict.fromkeys(
        ("n", "no", "false", "f", "oppose", "opposes", "opposed", "against", "nay", "hard no", "strong no", "con"),
        Stance.NO.value,
    ),
    **dict.fromkeys(("unknown", "n a", "na", "none", "no answer", "not asked", "0", "-", "--", "–", "—"), NOTHING),
}  # fmt: skip


def cell_key(text: str) -> str:
    """A cell as meanings are known by: folded, with a question mark kept ("Yes?" -> "yes?"); a sign stays a sign."""
    folded = fold(text)
    if not folded:
        return text.strip().replace("\ufe0e", "").replace("\ufe0f", "")
    return f"{folded}?" if text.rstrip().endswith("?") else folded


def stance_meant(text: str) -> str | None:
    """The stance a cell means, ``NOTHING`` for a cell that says there is none, None where it is not understood."""
    key = cell_key(text)
    if key in TICKS:
        return Stance.YES.value if key in _FOR else Stance.NO.value
    if key.replace(" ", "_") in set(Stance):
        return NOTHING if key == Stance.UNKNOWN else key.replace(" ", "_")
    return _STANCES.get(key)


def number_meant(text: str) -> str | None:
    """The stance an organizer's number means, 1 (with us) to 5."""
    return SCALE[int(text) - 1].value if text in {"1", "2", "3", "4", "5"} else None


_CHAMBERS: Final = {
    ChamberKind.UPPER: ("senate", "sen", "s", "sd", "upper", "upper house", "state senate", "senator"),
    ChamberKind.LOWER: (
        "assembly", "house", "hse", "h", "a", "ad", "hd", "lower", "lower house", "rep", "asm", "state assembly",
        "house of representatives", "house of delegates", "representative", "assembly member", "delegate",
        "state house",
    ),
    ChamberKind.UNICAMERAL: ("council", "city council", "legislature", "unicameral", "council member"),
}  # fmt: skip
_CHAMBER_OF: Final = {word: kind for kind, words in _CHAMBERS.items() for word in words}


def chamber_meant(text: str) -> ChamberKind | None:
    """The chamber a cell names: Senate, SEN, House, HSE, Assembly, ...; None where it is not understood."""
    return _CHAMBER_OF.get(fold(text))


_CHANNELS: Final = {
    "phone": Channel.CALL, "phone call": Channel.CALL, "call": Channel.CALL, "called": Channel.CALL,
    "visit": Channel.LOBBY_VISIT, "in person": Channel.MEETING, "zoom": Channel.MEETING, "met": Channel.MEETING,
    "mail": Channel.LETTER, "e mail": Channel.EMAIL, "emailed": Channel.EMAIL, "texted": Channel.TEXT,
    "sms": Channel.TEXT,
    "tweet": Channel.SOCIAL, "twitter": Channel.SOCIAL, "hearing": Channel.TESTIMONY,
    "lobby day": Channel.LOBBY_VISIT,
}  # fmt: skip
_OUTCOMES: Final = {
    "voicemail": Outcome.LEFT_MESSAGE, "vm": Outcome.LEFT_MESSAGE, "lm": Outcome.LEFT_MESSAGE, "na": Outcome.NO_ANSWER,
    "message": Outcome.LEFT_MESSAGE, "spoke with staff": Outcome.REACHED_STAFF, "staff": Outcome.REACHED_STAFF,
    "spoke to staff": Outcome.REACHED_STAFF, "spoke with member": Outcome.REACHED_MEMBER, "met": Outcome.HELD,
    "spoke to member": Outcome.REACHED_MEMBER, "callback": Outcome.CALL_BACK, "done": Outcome.HELD,
    "n a": Outcome.NO_ANSWER, "declined": Outcome.REFUSED, "canceled": Outcome.CANCELLED,
    "member": Outcome.REACHED_MEMBER,
}  # fmt: skip


def channel_meant(text: str) -> Channel | None:
    """How contact was made, as a cell says it; None where it is not understood."""
    key = fold(text)
    return _CHANNELS.get(key) or next((each for each in Channel if each.value.replace("_", " ") == key), None)


def outcome_meant(text: str) -> Outcome | None:
    """How it went, as a cell says it; None where it is not understood."""
    key = fold(text)
    return _OUTCOMES.get(key) or next((each for each in Outcome if each.value.replace("_", " ") == key), None)


_SPONSORS: Final = {
    **dict.fromkeys(("prime", "p", "sponsor", "lead", "primary", "author", "prime sponsor", "main"), SponsorKind.PRIME),
    **dict.fromkeys(
        ("co", "c", "cosponsor", "co sponsor", "x", "y", "yes", "true", "t", "cosponsored", "coauthor", "signed"),
        SponsorKind.CO,
    ),
    **dict.fromkeys(("multi", "m", "multi sponsor", "multisponsor"), SponsorKind.MULTI),
}


def sponsor_meant(text: str) -> str | None:
    """The kind of sponsor a cell means, ``NOTHING`` for none, None where it is not understood."""
    key = cell_key(text)
    if key in TICKS:
        return SponsorKind.CO.value if key in _FOR else NOTHING
    if key in {"n", "no", "false", "f", "none", "0", "-", "not yet"}:
        return NOTHING
    found = _SPONSORS.get(key)
    return found.value if found else None


_ABOVE: Final[tuple[tuple[Use, str], ...]] = (
    (Use.GIVEN_NAME, r"(first|given|fore) ?names?|first|fname"),
    (Use.FAMILY_NAME, r"(last|family|sur) ?names?|last|lname"),
    (Use.EMAIL, r"(.* )?e ?mail( address)?"),
    (Use.PHONE, r"(.* )?(phone|telephone|tel|cell|mobile)( number| no)?( \d)?"),
    (Use.WEBSITE, r"(.* )?(website|web site|web page|homepage|url)|web|site"),
    (Use.ADDRESS, r"(.* )?(address|street)|mailing"),
    (Use.PARTY, r"(political )?party( affiliation)?"),
    (Use.DISTRICT, r"(legislative |senate |assembly |house )?(district|dist)( number| no)?|sd|ad|hd|ld"),
    (Use.CHAMBER, r"(house|chamber|body|branch|senate or assembly|senate assembly|house senate)"),
    (Use.LEVEL, r"(membership )?(level|tier)|membership( status| type)?|member status"),
    (Use.MEASURES, r"legislation|(bills?|campaigns?|measures?) (supported|endorsed)|endorse[sd]?( bills)?|bills"),
    (Use.SPONSOR_KIND, r"role|(sponsor|sponsorship) (type|kind|role)|kind of sponsor"),
    (Use.WITHDRAWN, r"withdrawn?( on| date)?|date withdrawn|left on"),
    (Use.CHANNEL, r"(contact )?(method|channel)|(type|kind|mode) of contact|contact type|how"),
    (Use.OUTCOME, r"(call )?(outcome|result|response)s?|how it went"),
    (Use.STAFF, r"(staff|staffer)( name| member| contact)?|spoke (to|with)|contact person"),
    (Use.FOLLOW_UP, r"follow ?ups?( needed)?|next steps?|to ?do|owed"),
    (Use.DUE, r"(follow up )?(due|deadline)( date| on)?|by when"),
    (Use.SAID, r"(.* )?date|day|when|said( on)?|as of|(last )?(updated|contacted)( on)?|joined( on)?"),
    (Use.CONDITION, r"conditions?|if"),
    (Use.WORDS, r"quotes?|words|statement|what (they|was|s?he) said|in their words|answer"),
    (Use.STANCE, r"stance|position|(current )?support|commitment|whip( count)?|vote|where they stand|score"),
    (Use.MEASURE, r"measure|issue|bill name|policy"),
    (Use.BILL, r"bill( number| no| id)?"),
    (Use.SOURCE, r"source|link|evidence|citation|reference"),
    (Use.NOTES, r"(internal |call |meeting )?(notes?|comments?|remarks?)"),
    (Use.NAME, r"(full |legislator |member |official |organization |group |sponsor )?name( of .*)?|legislators?"
               r"|members?|officials?|senators?|representatives?|assembly ?members?|organi[sz]ations?"
               r"|groups?|electeds?|targets?"
               r"|sponsors?|co ?sponsors?|council ?members?"),
)  # fmt: skip


def use_meant(header: str) -> Use | None:
    """What a column is for, by what stands above it; None where that says nothing."""
    # Of names over several rows the last is nearest to the cells; a remark in brackets says little.
    parts = [fold(re.sub(r"\([^)]*\)", " ", part)) for part in header.split(" · ")]
    for part in [fold(re.sub(r"\([^)]*\)", " ", header)), *reversed(parts)]:
        for use, pattern in _ABOVE:
            if re.fullmatch(pattern, part):
                return use
    return None
