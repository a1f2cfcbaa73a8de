"""Rates of official counts: the population against its own totals, the rates against `csv`."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import poisson

from geo import DATA
from geo.layers import departments
from routes.analysis import context, official_rates
from routes.analysis.population import population
from tests.analysis.test_context import POLICE, police_by_hand, statistics


def people_by_hand() -> dict[tuple[str, int], int]:
    """The people by DANE's code and year, read with nothing but `csv`."""
    with (DATA / "population" / "departments.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    made = {(row["dept_code"], int(row["year"])): int(row["population"]) for row in rows}
    assert len(made) == len(rows)
    return made


def rows_of(*rows: tuple[str, str, str, int, int]) -> pd.DataFrame:
    columns = ["happened_on", "department_id", "offence", "count", "entry"]
    return context.police(pd.DataFrame(rows, columns=columns))


def test_the_departments_add_up_to_the_country() -> None:
    """In every year the 33 departments are, to the person, the national total of the source."""
    with (DATA / "population" / "national.csv").open(encoding="utf-8", newline="") as file:
        national = {int(row["year"]): int(row["population"]) for row in csv.DictReader(file)}
    sums: Counter[int] = Counter()
    for (_, year), people in people_by_hand().items():
        sums[year] += people
    assert dict(sums) == national
    assert sorted(national) == list(range(2010, 2026))


def test_every_department_has_its_people_in_every_year() -> None:
    """Codes are those of the layer, Bogotá among them; nobody's population jumps or vanishes."""
    codes = departments().set_index("dept_code")["iso"]
    table = population()
    assert list(table) == list(codes) == list(context.names())
    by_hand = people_by_hand()
    assert {code for code, _ in by_hand} == set(codes.index)
    assert all(table.loc[year, codes[code]] == people for (code, year), people in by_hand.items())
    assert table.loc[2018, "CO-DC"] == 7_412_566
    assert (table.pct_change().dropna().abs() < 0.09).all(axis=None)


@pytest.mark.parametrize("path", POLICE, ids=lambda path: path.stem)
def test_rates_are_those_that_a_hand_computes(path: Path) -> None:
    """Each department and year: the file's sum by the population of the same year and place."""
    rows = context.police(statistics(path).assign(entry=1))
    offence = context.offences(rows)[0]
    codes = departments().set_index("iso")["dept_code"]
    people, sums = people_by_hand(), Counter[tuple[str, int]]()
    for row in police_by_hand(path):
        if context.is_trafficking(row["DESCRIPCION CONDUCTA"]):
            year = int(row["FECHA HECHO"][6:10])
            sums[row["COD_DEPTO"].zfill(2), year] += int(row["CANTIDAD"])
    rated = official_rates.years(rows, offence).rated
    assert rated
    for year in rated:
        made = official_rates.by_department(rows, offence, (year,))
        for iso, rate in made["rate"].items():
            key = (codes[iso], year)
            assert rate == pytest.approx(100_000 * sums[key] / people[key])
    made = official_rates.by_department(rows, offence, rated)
    code = codes["CO-ANT"]
    by_hand = sum(sums[code, year] for year in rated) / sum(people[code, year] for year in rated)
    assert made.loc["CO-ANT", "rate"] == pytest.approx(100_000 * by_hand)


@pytest.mark.parametrize("path", POLICE, ids=lambda path: path.stem)
def test_the_years_of_the_files(path: Path) -> None:
    """No population before 2010; of the last year, to be rated, the file holds December too."""
    rows = context.police(statistics(path).assign(entry=1))
    found = official_rates.years(rows, context.offences(rows)[0])
    last = max(row["FECHA HECHO"][6:10] + row["FECHA HECHO"][:2] for row in police_by_hand(path))
    partial = () if last[4:] == "12" else (int(last[:4]),)
    assert found.unknown == tuple(range(context.years(rows)[0], 2010))
    assert found.partial == partial
    assert found.rated == tuple(range(2010, int(last[:4]) + 1 - len(partial)))


def test_intervals_are_exact() -> None:
    """At its ends an interval leaves 2.5 % to what was counted, or more, or less."""
    counts = pd.Series([0, 1, 7, 40, 900])
    people = pd.Series([50_000, 50_000, 1_000_000, 10_000_000, 50_000_000])
    made = official_rates.rates(counts, people)
    for count, scale, low, high in zip(
        counts, people / 100_000, made["low"], made["high"], strict=True
    ):
        assert poisson.cdf(count, high * scale) == pytest.approx(0.025)
        assert (
            low == 0 if count == 0 else poisson.sf(count - 1, low * scale) == pytest.approx(0.025)
        )
    assert made["telling"].tolist() == [False, False, False, True, True]


def test_a_year_in_part_has_no_rate() -> None:
    """A first year after January and a last one before December are left out; a dated year not."""
    rows = rows_of(
        ("2012-03-05", "CO-ARA", "HURTO", 2, 1),
        ("2015-11-30", "CO-ARA", "HURTO", 3, 1),
        ("2013", "CO-ARA", "ABIGEATO", 3, 2),
        ("2014", "CO-ARA", "ABIGEATO", 3, 2),
    )
    by_name = {each.names[0]: each for each in context.offences(rows)}
    assert official_rates.years(rows, by_name["HURTO"]).rated == (2013, 2014)
    assert official_rates.years(rows, by_name["HURTO"]).partial == (2012, 2015)
    assert official_rates.years(rows, by_name["ABIGEATO"]).rated == (2013, 2014)


def test_only_the_files_of_an_offence_say_which_years_it_has() -> None:
    """Years that another file holds are not years without records of this offence."""
    rows = rows_of(
        ("2011-01-02", "CO-ARA", "HURTO", 2, 1),
        ("2020-12-30", "CO-ARA", "HURTO", 2, 1),
        ("2018-01-09", "CO-ARA", "HOMICIDIO", 4, 2),
        ("2019-12-09", "CO-ARA", "HOMICIDIO", 4, 2),
    )
    by_name = {each.names[0]: each for each in context.offences(rows)}
    found = official_rates.years(rows, by_name["HOMICIDIO"])
    assert found.rated == (2018, 2019)
    assert set(found.partial) == {*range(2011, 2018), 2020}
    made = official_rates.by_department(rows, by_name["HOMICIDIO"], found.rated)
    assert made.loc["CO-ARA", "people"] == 262_174 + 280_109


def test_the_country_counts_whom_no_department_does() -> None:
    """A victim without a department is in the national rate, and in none of a department."""
    rows = rows_of(
        ("2018-01-02", "CO-ARA", "HURTO", 2, 1),
        ("2018-12-02", "", "HURTO", 5, 1),
    )
    (offence,) = context.offences(rows)
    made = official_rates.national(rows, offence, (2018,))
    assert made.loc[2018, "count"] == 7
    assert made.loc[2018, "people"] == 48_258_494
    assert official_rates.by_department(rows, offence, (2018,))["count"].sum() == 2
    assert official_rates.whole(made)["rate"] == pytest.approx(100_000 * 7 / 48_258_494)
