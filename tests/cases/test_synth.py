"""Made-up cases: as many as asked for, always the same, and never to be taken for real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.analysis import totals
from routes.cases import read_tables
from routes.cases.model import TABLE_NAMES
from routes.cases.synth import synthesize, write_synthetic
from routes.flows import flows, store
from routes.query import RouteQuery


@pytest.mark.parametrize(("cases", "pairs"), [(1, 1), (1, 12), (40, 40), (300, 25), (200, 900)])
def test_there_are_as_many_cases_and_flows_as_asked_for(
    cases: int, pairs: int, tmp_path: Path
) -> None:
    """The tables pass every check without a warning."""
    write_synthetic(tmp_path, cases=cases, flows=pairs, seed=3)
    tables = read_tables(tmp_path)
    assert tables.synthetic
    assert tables.warnings == ()
    assert totals(tables, RouteQuery()).cases == cases
    assert len(flows(store(tables), RouteQuery()).frame) == pairs


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """And another seed gives others."""
    for folder, seed in (("one", 5), ("two", 5), ("three", 6)):
        write_synthetic(tmp_path / folder, cases=50, seed=seed)
    for name in TABLE_NAMES:
        one, two = ((tmp_path / each / f"{name}.csv").read_bytes() for each in ("one", "two"))
        assert one == two
    stops = [(tmp_path / each / "stops.csv").read_bytes() for each in ("one", "three")]
    assert stops[0] != stops[1]


def test_every_name_says_that_it_is_made_up() -> None:
    """Publishers, titles, names, authorities, summaries and reasons begin with SYNTHETIC."""
    tables = synthesize(cases=80, seed=1)
    text = {
        "sources": ("publisher", "title"),
        "cases": ("name", "authority", "summary_es", "summary_en"),
        "stops": ("note_es", "note_en"),
    }
    for name, columns in text.items():
        for column in columns:
            cells = [cell for cell in tables[name][column].to_pylist() if cell]
            assert cells
            assert all(cell.startswith("SYNTHETIC") for cell in cells)


def test_all_kinds_of_evidence_and_mode_occur() -> None:
    """So that every way of drawing is tried at scale."""
    stops = synthesize(cases=500, seed=2)["stops"]
    assert set(stops["evidence"].to_pylist()) == {"stated", "inferred", "mentioned"}
    assert set(stops["mode"].to_pylist()) == {"land", "river", "sea", "air", "unknown"}


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"cases": 0}, "Invalid cases 0. It must be at least 1"),
        ({"cases": 1, "flows": 0}, "Invalid flows 0"),
        ({"cases": 1, "seed": -1}, "Invalid seed -1"),
        ({"cases": 1, "flows": 10**9}, "Invalid flows 1000000000. There are"),
    ],
)
def test_impossible_wishes_are_refused(wrong: dict[str, int], rule: str) -> None:
    """The message says what was given and what is possible."""
    with pytest.raises(ValueError, match=rule):
        synthesize(**wrong)


def test_collected_tables_are_never_overwritten(folder: Path) -> None:
    """A folder with real tables is left alone; made-up ones are replaced."""
    before = (folder / "cases.csv").read_bytes()
    with pytest.raises(FileExistsError, match="is not made up"):
        write_synthetic(folder, cases=1)
    assert (folder / "cases.csv").read_bytes() == before
    made_up = folder / "synthetic"
    write_synthetic(made_up, cases=1)
    write_synthetic(made_up, cases=2)
    assert len(read_tables(made_up).cases) == 2
