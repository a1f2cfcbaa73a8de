"""What the benchmarks compare is the same thing, and what they report is what was measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import blanks, counting, live, report, web
from benchmarks.lines import lines, made_up
from routes.cases import Tables

IN_TESTS = ("ours", "pandas groupby, text", "pandas groupby, categories", "DuckDB")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return made_up(tmp_path_factory.mktemp("made-up"), cases=80, pairs=30)


@pytest.mark.parametrize("question", counting.QUESTIONS, ids=lambda each: each.name)
def test_all_ways_of_counting_agree(tables: Tables, question: counting.Question) -> None:
    """Peers that join the stops on their own find the flows and distinct cases that we find."""
    made = counting.makers(tables)
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
