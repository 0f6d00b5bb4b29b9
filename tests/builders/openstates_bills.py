"""Bills, votes and events in the shape of Open States, of New Hampshire, with invented people."""

from __future__ import annotations

from typing import Any

PLACE = {
    "id": "ocd-jurisdiction/country:us/state:nh/government",
    "name": "New Hampshire",
    "classification": "state",
}
PEOPLE = {
    "Aster Quill": "ocd-person/00000000-0000-4000-8000-000000000001",
    "Bram Otway": "ocd-person/00000000-0000-4000-8000-000000000002",
}
HOUSES = {"upper": "Senate", "lower": "House", "committee": "Senate Judiciary"}


def organization(kind: str) -> dict[str, Any]:
    """A chamber or a committee."""
    return {"id": f"ocd-organization/{kind}", "name": HOUSES[kind], "classification": kind}


def person(name: str) -> dict[str, Any] | None:
    """The person a name was matched to there, with the office of today."""
    if name not in PEOPLE:
        return None
    role = {"title": "Senator", "org_classification": "upper", "district": "1"}
    return {"id": PEOPLE[name], "name": name, "party": "Democratic", "current_role": role}


def sponsorship(name: str, kind: str = "cosponsor", **said: Any) -> dict[str, Any]:
    """A name on a bill."""
    return {
        "id": "x",
        "name": name,
        "entity_type": "person",
        "primary": kind == "primary",
        "classification": kind,
        "person": person(name),
        **said,
    }


def action(words: str, on: str, *kinds: str, house: str = "upper", order: int = 0) -> dict[str, Any]:
    """A step."""
    return {
        "id": "x",
        "organization": organization(house),
        "description": words,
        "date": on,
        "classification": list(kinds),
        "order": order,
    }


def vote(on: str = "2025-03-04", where: str = "upper", **options: list[str]) -> dict[str, Any]:
    """A vote: ``yes=["Aster Quill"], no=[...]``; "_" stands for a blank."""
    cast = [
        {"id": "x", "option": option.replace("_", " "), "voter_name": name, "voter": person(name)}
        for option, names in options.items()
        for name in names
    ]
    return {
        "id": f"ocd-vote/{on}-{where}",
        "motion_text": "Ought to Pass",
        "motion_classification": ["passage"],
        "start_date": f"{on}T00:00:00+00:00",
        "result": "pass",
        "organization": organization(where),
        "votes": cast,
        "counts": [{"option": option.replace("_", " "), "value": len(names)} for option, names in options.items()],
    }


def bill(identifier: str = "SB 901", **said: Any) -> dict[str, Any]:
    """A bill with everything that can be asked for."""
    return {
        "id": f"ocd-bill/{identifier}",
        "session": "2025",
        "jurisdiction": PLACE,
        "from_organization": organization("upper"),
        "identifier": identifier,
        "title": "Relative to lanterns on ferries.",
        "classification": ["bill"],
        "subject": [],
        "created_at": "2025-01-08T05:00:00+00:00",
        "updated_at": "2025-03-06T05:00:00+00:00",
        "openstates_url": "https://openstates.org/nh/bills/2025/SB901/",
        "first_action_date": "2025-01-08",
        "latest_action_description": "Ought to Pass",
        "abstracts": [{"abstract": "Lanterns on ferries.", "note": "summary"}],
        "related_bills": [
            {"identifier": "HB 902", "legislative_session": "2025", "relation_type": "companion"},
            {"identifier": "SB 801", "legislative_session": "2024", "relation_type": "prior-session"},
            {"identifier": "SB 7", "legislative_session": "2025", "relation_type": "related"},
        ],
        "sponsorships": [sponsorship("Aster Quill", "primary"), sponsorship("Bram Otway"), sponsorship("Fenn")],
        "actions": [
            action("Introduced and Referred to Judiciary", "2025-01-08", "introduction", "referral-committee"),
            action("Committee Report: Ought to Pass", "2025-02-20", "committee-passage-favorable", order=1),
            action("Ought to Pass", "2025-03-04", "passage", order=2),
        ],
        "versions": [
            {"note": "As Amended by the Senate", "date": "2025-03-05", "links": [{"url": "https://x.example/sb901"}]}
        ],
        "votes": [vote(yes=["Aster Quill"], no=["Bram Otway"], not_voting=["Fenn"])],
        "sources": [{"url": "https://x.example/bill"}],
        **said,
    }


def event(on: str = "2025-03-18T14:00:00+00:00", **said: Any) -> dict[str, Any]:
    """A hearing of a bill."""
    related = {"entity_type": "bill", "name": "SB 901", "bill": {"id": "x", "session": "2025", "identifier": "SB 901"}}
    return {
        "id": "ocd-event/1",
        "name": "Senate Judiciary: hearing",
        "jurisdiction": PLACE,
        "classification": "committee-meeting",
        "start_date": on,
        "all_day": False,
        "status": "confirmed",
        "deleted": False,
        "location": {"name": "Room 100", "url": ""},
        "links": [],
        "sources": [{"url": "https://x.example/calendar"}],
        "agenda": [{"description": "SB 901", "order": 0, "related_entities": [related]}],
        **said,
    }


def page(results: list[Any], number: int = 1, of: int = 1) -> dict[str, Any]:
    """A page of the API."""
    pagination = {"per_page": 20, "page": number, "max_page": of, "total_items": len(results)}
    return {"results": results, "pagination": pagination}
