"""Transits through the Darién by nationality and month become official statistics."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from routes.cases.checking import check
from routes.cases.forms import understand
from routes.cases.intake.model import Checked, Options
from routes.cases.intake.reading import read_book
from routes.cases.model import STATISTICS, TRANSIT
from tests.cases.forms.sheets import book, nothing_known, sheet

OWN = Path(__file__).parent / "data" / "darien_synthetic.csv"
REAL = Path(__file__).parents[4] / "shared" / "inputs" / "darien_transits_by_nationality.csv"
FILES = [
    pytest.param(OWN, 105, 19, id="own"),
    # The real file is not ours to copy: it is tried wherever it lies beside the project.
    *([pytest.param(REAL, 1_322_960, 42_033, id="real")] if REAL.exists() else []),
]
HEADER = ("period_start", "nat", "n")


def checked(content: bytes, name: str = "darien.csv") -> Checked:
    return check(
        understand(read_book(content, name, Options())), known=nothing_known(), options=Options()
    )


def by_hand(path: Path, column: str) -> Counter[str]:
    """Sums of a file, read with nothing but the standard library."""
    sums: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sums[row[column]] += int(float(row["n"]))
    return sums


@pytest.mark.parametrize(("path", "total", "colombians"), FILES)
def test_every_transit_is_counted(path: Path, total: int, colombians: int) -> None:
    """The sums are those of the file, by nationality and by period."""
    found = checked(path.read_bytes(), path.name)
    rows = found.frames["statistics"]
    assert tuple(rows)[: len(STATISTICS)] == STATISTICS
    assert found.counts["rejected"] == 0
    assert int(rows["count"].sum()) == total
    who = rows["count"].groupby(rows["offence"].str.removeprefix(TRANSIT)).sum()
    assert who.to_dict() == by_hand(path, "nat")
    assert who["COL"] == colombians
    when = rows["count"].groupby(rows["happened_on"]).sum()
    assert when.to_dict() == by_hand(path, "period_start")


def test_countries_may_be_named() -> None:
    """A name becomes its code, in either language; Spanish headings are recognised too."""
    header = ("Mes", "Nacionalidad", "Tránsitos")
    rows = [("2021-08", "Haití", "1.250"), ("2021-09", "Brazil", "3"), ("2021-09", "cub", "4")]
    made = understand(book(sheet(header, *rows))).tables["statistics"]
    assert made["offence"].tolist() == [TRANSIT + code for code in ("HTI", "BRA", "CUB")]
    assert made["happened_on"].tolist() == ["2021-08", "2021-09", "2021-09"]
    assert made["count"].tolist() == ["1250", "3", "4"]


def test_what_is_no_nationality_is_a_fault() -> None:
    """A row whose nationality is no code is rejected, and the fault shows what was written."""
    found = check(
        understand(
            book(sheet(HEADER, ("2021-08-01", "Atlantis", "5"), ("2021-08-01", "CUB", "1")))
        ),
        known=nothing_known(),
        options=Options(good_rows=True),
    )
    (fault,) = [each for each in found.faults if each.severity == "error"]
    assert (fault.rule, fault.value, fault.column) == (
        "checks.bad_nationality",
        "'Atlantis'",
        "nat",
    )
    assert found.counts == {"input": 2, "accepted": 1, "rejected": 1, "duplicate": 0}
