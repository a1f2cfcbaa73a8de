"""The cases of a checked file, as they can be drawn before they are imported."""

from __future__ import annotations

import pandas as pd

from routes.cases import bundled
from routes.cases.intake.model import Checked
from routes.cases.model import TABLE_NAMES, columns
from routes.cases.preview import preview
from routes.flows import flows, store
from routes.query import RouteQuery


def checked(frames: dict[str, pd.DataFrame]) -> Checked:
    lines = pd.DataFrame({"sheet": [], "row": [], "status": []})
    return Checked("a.csv", "ab" * 32, "tables", frames, lines)


def accepted(*left_out: str) -> dict[str, pd.DataFrame]:
    tables = bundled()
    return {
        name: tables.table(name).assign(sheet="", row=2)
        for name in TABLE_NAMES
        if name not in left_out
    }


def test_the_preview_draws_the_flows_of_the_accepted_rows() -> None:
    """A file with the public cases shows the very flows of the public cases."""
    found = preview(checked(accepted()))
    assert found is not None
    wanted = flows(store(bundled()), RouteQuery()).frame
    pd.testing.assert_frame_equal(flows(store(found), RouteQuery()).frame, wanted)


def test_the_preview_has_the_columns_of_the_tables_and_no_others() -> None:
    """Where the rows stood in the file is no part of what is drawn."""
    found = preview(checked(accepted("events")))
    assert found is not None
    for name in TABLE_NAMES:
        assert tuple(found.table(name).columns) == columns(name)
    assert found.events.empty


def test_a_source_that_the_register_has_need_not_be_in_the_file() -> None:
    """Cases that cite a source of the register are drawn like any other."""
    found = preview(checked(accepted("sources")))
    assert found is not None
    cited = set(bundled().stops["source_id"])
    assert cited <= set(found.sources["source_id"])
    drawn = flows(store(found), RouteQuery()).frame
    assert len(drawn) == len(flows(store(bundled()), RouteQuery()).frame)


def test_a_file_without_a_case_has_no_preview() -> None:
    """Official statistics and empty files are not drawn as routes."""
    assert preview(checked({})) is None
