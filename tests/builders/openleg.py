"""Answers and source files in the shape of Open Legislation, with invented bills and people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MEMBERS = {"Aster Quill": 901, "Bram Otway": 902, "Cato Larkspur": 903, "Dilys Fenn": 904}


def member(name: str, *, district: int = 7, chamber: str = "SENATE") -> dict[str, Any]:
    """A member as bills name one."""
    return {
        "memberId": MEMBERS[name],
        "shortName": name.rpartition(" ")[2].upper(),
        "sessionYear": 2025,
        "chamber": chamber,
        "fullName": name,
        "districtCode": district,
    }


def listed(items: list[Any]) -> dict[str, Any]:
    """A list as the API wraps it."""
    return {"items": items, "size": len(items)}


def mapped(items: dict[str, Any]) -> dict[str, Any]:
    """A map as the API wraps it."""
    return {"items": items, "size": len(items)}


def bill_id(number: str, session: int = 2025, version: str = "") -> dict[str, Any]:
    """The id of a bill."""
    return {"basePrintNo": number, "session": session, "printNo": number + version, "version": version}


def amendment(number: str, version: str, published: str, **said: Any) -> dict[str, Any]:
    """One print of a bill: ``co``, ``multi`` and ``same_as`` are what it lists."""
    return {
        **bill_id(number, version=version),
        "publishDate": published,
        "sameAs": listed(said.get("same_as", [])),
        "coSponsors": listed([member(name) for name in said.get("co", ())]),
        "multiSponsors": listed([member(name) for name in said.get("multi", ())]),
        "stricken": False,
    }


def info(number: str = "S9001", **said: Any) -> dict[str, Any]:
    """A bill in short."""
    return {
        **bill_id(number),
        "billType": {"chamber": "SENATE" if number[0] == "S" else "ASSEMBLY", "desc": "Senate", "resolution": False},
        "title": "@Relates to lanterns on ferries",
        "activeVersion": "",
        "year": 2025,
        "publishedDateTime": "2025-01-14T10:36:22",
        "substitutedBy": None,
        "sponsor": {"member": member("Aster Quill"), "budget": False, "rules": False},
        "summary": "Lanterns on ferries.",
        "status": {"statusType": "IN_SENATE_COMM", "actionDate": "2025-01-14", "committeeName": "TRANSPORTATION"},
        "milestones": listed(
            [{"statusType": "IN_SENATE_COMM", "statusDesc": "In Senate Committee", "actionDate": "2025-01-14"}]
        ),
        **said,
    }


def action(text: str, on: str, number: str = "S9001", chamber: str = "SENATE") -> dict[str, Any]:
    """A step of a bill."""
    return {"billId": bill_id(number), "date": on, "chamber": chamber, "sequenceNo": 1, "text": text}


def bill(number: str = "S9001", **said: Any) -> dict[str, Any]:
    """A whole bill, with two prints, of which the second is the newest."""
    return info(
        number,
        **{
            "activeVersion": "A",
            "actions": listed(
                [
                    action("REFERRED TO TRANSPORTATION", "2025-01-14", number),
                    action("AMEND AND RECOMMIT TO TRANSPORTATION", "2025-02-03", number),
                    action("PRINT NUMBER 9001A", "2025-02-03", number),
                ]
            ),
            "amendments": mapped(
                {
                    "": amendment(number, "", "2025-01-14", co=("Bram Otway",)),
                    "A": amendment(
                        number, "A", "2025-02-03", co=("Bram Otway", "Cato Larkspur"), same_as=[bill_id("A9002")]
                    ),
                }
            ),
            "votes": listed([]),
            "previousVersions": listed([bill_id("S8001", 2023)]),
            **said,
        },
    )


def vote(on: str = "2025-03-04", committee: str | None = None, **codes: list[str]) -> dict[str, Any]:
    """A vote: ``AYE=["Aster Quill"], NAY=[...]``."""
    return {
        "version": "A",
        "voteType": "COMMITTEE" if committee else "FLOOR",
        "voteDate": on,
        "committee": {"chamber": "SENATE", "name": committee} if committee else None,
        "memberVotes": mapped({code: listed([member(name) for name in names]) for code, names in codes.items()}),
    }


def answer(result: Any, kind: str = "bill") -> dict[str, Any]:
    """The API's wrapping."""
    return {"success": True, "message": "", "responseType": kind, "result": result}


def page(items: list[Any], kind: str = "bill-info list", *, total: int | None = None, end: int = 0) -> dict[str, Any]:
    """A page of a list."""
    number = total if total is not None else len(items)
    return {**answer(listed(items), kind), "total": number, "offsetStart": 1, "offsetEnd": end or number, "limit": 50}


def written(folder: Path, name: str, content: Any) -> Path:
    """The file with this content: text as it is, anything else as JSON."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return file


STATUS = """<billstatus sessyr="2025" billhse="S" billno="09001" action="replace">
<deadtag></deadtag><currentamd>A</currentamd>
<sponsor><![CDATA[QUILL]]></sponsor>
<law><![CDATA[Navigation Law]]></law>
<title><![CDATA[Relates to lanterns on ferries]]></title>
<billactions><![CDATA[
01/14/25 REFERRED TO TRANSPORTATION
02/03/25 AMEND AND RECOMMIT TO TRANSPORTATION
02/03/25 PRINT NUMBER 9001A
03/04/25 PASSED SENATE
03/04/25 referred to ways and means
04/01/25 substituted by a9002a
]]></billactions>
<actions></actions>
</billstatus>
"""

SPONSORS = """<sponsor_data sessyr="2025" billhse="S" billno="09001" action="replace">
<prime><![CDATA[Quill    ]]></prime>
<co-prime><![CDATA[Otway, Larkspur]]></co-prime>
<multi><![CDATA[Fenn]]></multi>
<departmentals></departmentals>
</sponsor_data>
"""

FLOOR_VOTE = """<senfloorvote no="S9001A" sessyr="2025" year="2025"
 bill_seqno="0001" dateofvote="03/04/2025" date_seqno="0001" action="replace">
<totals><tot_yes>2</tot_yes><tot_no>1</tot_no></totals>
<votes>
<member><name><![CDATA[Quill]]></name><vote>Aye</vote><remote>N</remote></member>
<member><name><![CDATA[Otway]]></name><vote>Aye w/r</vote><remote>Y</remote></member>
<member><name><![CDATA[Larkspur]]></name><vote>Nay</vote><remote>N</remote></member>
<member><name><![CDATA[Fenn]]></name><vote>Exc</vote><remote>N</remote></member>
</votes>
</senfloorvote>
"""

CALENDAR = """<sencalendar no="00012" sessyr="2025" year="2025" action="replace">
<supplemental id="">
<caldate>2025-03-04</caldate><releasedate>2025-03-03</releasedate><releasetime>T15.44.00Z</releasetime>
<sections>
<section name="BILLS ON THIRD READING" type="C" cd="0400"><calnos>
<calno no="0000000144"><bill no="S09001A" /><sponsor><![CDATA[QUILL]]></sponsor><subbill no="" /></calno>
<calno no="0000000145"><bill no="" /><sponsor></sponsor><subbill no="S09003" /></calno>
</calnos></section>
</sections>
</supplemental>
</sencalendar>
"""

AGENDA_VOTE = """<senagendavote no="5" sessyr="2025" year="2025">
<addendum id=""><committees><committee action="replace">
<name><![CDATA[Transportation]]></name><chair><![CDATA[Dilys Fenn]]></chair>
<meetdate>2025-02-25</meetdate><meettime>T12.00.00Z</meettime>
<attendancelist><member><name><![CDATA[Fenn]]></name><rank>1</rank><party>D</party>
<attendance>Present</attendance></member></attendancelist>
<bills><bill no="S09001A"><sponsor><![CDATA[Quill]]></sponsor><action>RC </action>
<refercomm><![CDATA[Finance]]></refercomm><withamd></withamd><votes>
<member><name><![CDATA[Fenn]]></name><rank>1</rank><party>D</party><vote>Aye</vote></member>
<member><name><![CDATA[Otway]]></name><rank>2</rank><party>R</party><vote>Abd</vote></member>
</votes></bill></bills>
</committee></committees></addendum>
</senagendavote>
"""
