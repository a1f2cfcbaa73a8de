"""A small register with marks in all that people write, to be looked for where they must not be."""

from __future__ import annotations

from pathlib import Path

from routes.cases.register import Register
from routes.cases.register.database import sqlite_url
from tests.made_up import Row, made_up, route
from tests.registers import Frames, checked_file, frames_of

OFFICER, ANALYST = "officer@office.test", "analyst@office.test"
LOCAL, VIEWER = "local@office.test", "viewer@office.test"
STRANGER = "stranger@office.test"
ROLES = f"""
[people."{OFFICER}"]
role = "officer"
handling = ["public", "classified", "reserved"]

[people."{ANALYST.upper()}"]
role = "analyst"
handling = ["public"]

[people."{LOCAL}"]
role = "analyst"
handling = ["public", "classified", "reserved"]
departments = ["CO-AMA"]

[people."{VIEWER}"]
role = "viewer"
handling = ["public"]

[people."sees@office.test"]
role = "officer"
handling = ["public", "classified", "reserved"]
"""
MARK = "ZQXHIDDEN"
"""Stands in every free text of the cases that only the officer may see."""
OPEN_MARK, LOCAL_MARK = "ZQXOPEN", "ZQXLOCAL"


def case(case_id: str, mark: str, *, handling: str, where: str) -> Frames:
    """Return a case with a mark in all that people write, and a source of its own."""
    texts = ("name", "authority", "summary_es", "summary_en", "note_es", "note_en")
    given: Row = {column: f"SYNTHETIC {mark}{column}" for column in texts}
    given |= {
        "case_id": case_id,
        "handling": handling,
        "period_start": "2021",
        "period_end": "2021",
    }
    source = f"{mark}-{case_id}-source"
    written = {"note_es": f"{mark}stop", "note_en": f"{mark}stop"}
    figure = {"case_id": case_id, "measure": "victims", "value": 3, "source_id": source}
    event = {"case_id": case_id, "place_id": where, "source_id": source, **written}
    event |= {"date_precision": "unknown"}
    made = made_up(
        [{**given, "date_precision": "year", "purposes": "sexual"}],
        route(case_id, where, "PAN", source_id=source, **written),
        figures=[{**figure, **written}],
        events=[event],
        sources=[
            {
                "source_id": source,
                "publisher": f"SYNTHETIC {mark}publisher",
                "title": f"SYNTHETIC {mark}title {case_id}",
                "url": f"https://example.org/{mark}",
                "date_precision": "unknown",
            }
        ],
    )
    return frames_of(made)


def fill(folder: Path) -> None:
    """Write a register: an open case, two that are hidden, and a reserved one of Amazonas."""
    folder.mkdir()
    register = Register.open(sqlite_url(folder / "register.sqlite"))
    cases = {
        "open": case("open-one", OPEN_MARK, handling="public", where="CO-ARA"),
        f"{MARK}file": case("closed-one", MARK, handling="reserved", where="CO-ARA"),
        f"{MARK}other": case("closed-two", MARK, handling="classified", where="CO-CAL"),
        "local": case("local-one", LOCAL_MARK, handling="reserved", where="CO-AMA"),
    }
    for name, frames in cases.items():
        content = f"SYNTHETIC {name}".encode()
        file = checked_file(frames, content, file=f"{name}.zip")
        register.add(file, content, user=f"{name} user", reason=f"{name} reason")
    edited = case("closed-one", MARK, handling="reserved", where="CO-ARA")
    digest = register.digest("closed-one")
    edited["cases"]["name"] = f"SYNTHETIC {MARK} edited"
    register.save_case(edited, user="Eva", reason=f"{MARK} edit", expected=digest)
