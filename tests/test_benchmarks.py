"""What the benchmarks compare is the same thing, and what they report is what was measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import blanks, counting, importing, live, report, web
from benchmarks.lines import lines, made_up
from routes.cases import Tables

IN_TESTS = (
    "ours",
    "ours, Ibis on Parquet",
    "pandas groupby, text",
    "pandas groupby, categories",
    "DuckDB",
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return made_up(tmp_path_factory.mktemp("made-up"), cases=80, pairs=30)


@pytest.mark.parametrize("question", counting.QUESTIONS, ids=lambda each: each.name)
def test_all_ways_of_counting_agree(
    tables: Tables, question: counting.Question, tmp_path: Path
) -> None:
    """Peers that join the stops on their own find the flows and distinct cases that we find."""
    made = counting.makers(tables, tmp_path)
    contenders = {name: made[name]() for name in IN_TESTS}
    counting.agree(question, contenders)
    assert len(contenders["ours"].ask(question)) > 5


def test_a_wrong_count_stops_the_run(tables: Tables) -> None:
    """A number is only reported when all contenders give the same answer."""

    class Wrong(counting.Pandas):
        def ask(self, question: counting.Question) -> pd.Series[int]:
            return super().ask(question) + 1

    contenders = {"ours": counting.Ours(tables), "wrong": Wrong(counting.legs(tables))}
    with pytest.raises(ValueError, match="wrong and ours disagree on 'everything'"):
        counting.agree(counting.QUESTIONS[0], contenders)


def test_the_peers_draw_every_flow(tables: Tables) -> None:
    """Each flow between two places is one curve that begins at the first and ends at the second."""
    drawn = lines(tables)
    ends = [each.coords[-1][1] for each in drawn.curves]
    assert len(drawn) == len(drawn.geometries) == len(drawn.names())
    np.testing.assert_allclose(ends, drawn.frame["to_lat"], atol=1e-4)


def test_both_ways_of_importing_keep_every_row(tmp_path: Path) -> None:
    """The command and pandas are timed on the same files, and neither may lose a row."""
    found = importing.measure(50, repetitions=1, work=tmp_path, told=lambda step: None)
    assert found["rows"] == sum(importing.rows_of(tmp_path / "import-50").values()) > 150
    for each in found["contenders"].values():
        assert each["seconds"][0] > 0
        assert each["processor"][0] > 0
        assert 10 < each["memory"][0] < 10_000
    assert set(found["reading"]) == {"database", "snapshot"}
    assert set(found["queries"]) == set(importing.QUERIES)


def test_a_lean_file_has_a_leg_a_case_at_most(tmp_path: Path) -> None:
    """It has one row and up to two stops a case, and nothing else but the sources."""
    rows = importing.rows_of(importing.make(tmp_path, cases=40, lean=True))
    assert (rows["cases"], rows["events"], rows["figures"]) == (40, 0, 0)
    assert 60 < rows["stops"] <= 80
    assert rows["sources"] > 0


def test_a_lost_row_stops_the_import_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number is only reported when all rows are there."""
    monkeypatch.setattr(importing, "import_ours", lambda archive, office: {"seconds": 1.0})
    monkeypatch.setattr(importing, "kept_ours", lambda office: {"cases": 49})
    with pytest.raises(ValueError, match=r"ours kept {'cases': 49} of"):
        importing.measure(50, repetitions=1, work=tmp_path, told=lambda step: None)


def test_no_choice_comes_twice() -> None:
    """Every filter change leads to a choice that the browser has not seen."""
    seen = [(), *(step.chosen for step in live.steps(20))]
    assert len(set(seen)) == len(seen)


def test_lines_are_told_from_a_base_map() -> None:
    """Red pixels are lines; the colours of land, sea and focus are none."""
    picture = np.zeros((1, 4, 3), np.uint8)
    picture[0] = [(168, 58, 65), (241, 239, 233), (223, 231, 236), (233, 201, 169)]
    assert blanks.red_share(picture) == 0.25


def test_addresses_of_content_networks_are_counted_once() -> None:
    """Only what a page loads counts, not the name of a format or a link to read."""
    page = """<script src="https://unpkg.com/a@1/b.js"></script><a href="https://example.org/">x</a>
    <link href="https://unpkg.com/a@1/b.js"><svg xmlns="http://www.w3.org/2000/svg"></svg>"""
    assert web.external_addresses(page) == ["https://unpkg.com/a@1/b.js"]


def test_the_report_gives_medians_and_ratios(tmp_path: Path) -> None:
    """The middle value is reported, and how many times ours a peer's is."""
    contenders = {
        "ours": {"prepare_s": 0.5, "everything": [0.01, 0.02, 0.5]},
        "peer": {"prepare_s": 0.1, "everything": [0.06, 0.06, 0.06]},
    }
    found = {"query": {"1000": {"legs": 9, "flows": 4, "contenders": contenders}}}
    report.write({"machine": "m", "packages": {}, **found}, tmp_path)
    text = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "| peer | **60.0** (60.0–60.0; n=3) | 3.0 | 0.10 |" in text
    assert (tmp_path / "results.json").exists()


def test_the_report_gives_rows_a_second() -> None:
    """Rows by the middle time, the most memory, and how long reading back takes."""
    contenders = {
        "ours": {
            "seconds": [10.0, 20.0, 40.0],
            "processor": [30.0] * 3,
            "memory": [900.0, 1_200.0, 9.0],
        },
        "peer": {"seconds": [10.0] * 3, "processor": [9.0] * 3, "memory": [500.0] * 3},
    }
    reading = {"database": [4.0, 4.0, 4.0], "snapshot": [0.5, 0.5, 0.5]}
    found = {
        "cases": 9,
        "rows": 1_000_000,
        "bytes": 9,
        "contenders": contenders,
        "reading": reading,
        "queries": {"everything": [0.02, 0.03, 0.01]},
    }
    text = importing.markdown({"machine": "m", "packages": {}, "shapes": {"All": found}})
    assert "| ours | **20.00** (10.00–40.00; n=3) | 1.00 | 50,000 | 30.0 | 1,200 |" in text
    assert "| peer | **10.00** (10.00–10.00; n=3) | 0.50 | 100,000 | 9.0 | 500 |" in text
    assert "snapshot **0.50** (0.50–0.50; n=3)" in text
    assert "everything **20** (10–30; n=3)" in text
