"""Small made-up registers for tests, and files on their way into them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from routes.cases.intake.model import Checked, Form
from routes.cases.model import STATISTICS, TABLE_NAMES, TEXT, Tables
from routes.cases.register import Entry, Register
from tests.made_up import made_up, route

Frames = dict[str, pd.DataFrame]


def case_frames(
    *case_ids: str, name: str = "SYNTHETIC", sources: Sequence[str] = (), cites: str = "a"
) -> Frames:
    """Return cases of one route, one arrest and one figure each, and sources with these ids."""
    tables = made_up(
        [{"case_id": each, "name": f"{name} {each}"} for each in case_ids],
        [row for each in case_ids for row in route(each, "CO-ARA", "PAN", source_id=cites)],
        figures=[
            {"case_id": each, "measure": "victims", "value": 3, "source_id": cites}
            for each in case_ids
        ],
        events=[{"case_id": each, "place_id": "PAN", "source_id": cites} for each in case_ids],
        sources=[{"source_id": each, "title": f"SYNTHETIC {each}"} for each in sources],
    )
    return frames_of(tables)


def frames_of(tables: Tables) -> Frames:
    """Return the five tables as frames."""
    return {name: tables.table(name) for name in TABLE_NAMES}


def statistics_frame(rows: Sequence[tuple[str, int]]) -> pd.DataFrame:
    """Return rows of statistics that differ in day and number."""
    frame = pd.DataFrame({column: pd.Series("", range(len(rows)), TEXT) for column in STATISTICS})
    days = pd.Series([day for day, _ in rows], dtype=TEXT)
    counts = pd.Series([count for _, count in rows], dtype="Int64")
    return frame.assign(happened_on=days, offence="SYNTHETIC", count=counts)


def checked_file(
    frames: Mapping[str, pd.DataFrame],
    content: bytes,
    *,
    file: str = "made up.zip",
    form: Form = "tables",
    **more: Any,
) -> Checked:
    """Return a file all of whose rows are accepted."""
    placed = {
        name: frame.assign(
            sheet=pd.Categorical([name] * len(frame)), row=np.arange(2, len(frame) + 2)
        )
        for name, frame in frames.items()
    }
    lines = pd.concat(
        [frame[["sheet", "row"]].astype({"sheet": "str"}) for frame in placed.values()]
    )
    lines = lines.assign(status="accepted").reset_index(drop=True)
    sha256 = hashlib.sha256(content).hexdigest()
    return Checked(file=file, sha256=sha256, form=form, frames=placed, lines=lines, **more)


def add(register: Register, frames: Mapping[str, pd.DataFrame], *, user: str = "Ana") -> Entry:
    """Import made-up cases as a file of its own."""
    content = repr({name: frame.to_dict("list") for name, frame in frames.items()}).encode()
    return register.add(checked_file(frames, content), content, user=user)


def add_cases(register: Register, *case_ids: str, **more: Any) -> Entry:
    """Import `case_frames`."""
    return add(register, case_frames(*case_ids, **more))


def assert_same(found: Tables, expected: Mapping[str, pd.DataFrame]) -> None:
    """The tables are the same, cell by cell and type by type, in any order of rows."""
    for name in TABLE_NAMES:
        frames = [found.table(name), expected[name]]
        one, two = (frame.sort_values(list(frame.columns), ignore_index=True) for frame in frames)
        pd.testing.assert_frame_equal(one, two)
