"""Official statistics by department and year, against sums made with nothing but `csv`."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.layers import departments
from routes.analysis import context, migration
from routes.cases.forms import understand
from routes.cases.intake.model import Options
from routes.cases.intake.reading import read_book
from routes.text import load

DATA = Path(__file__).parents[1] / "cases" / "forms" / "data"
SHARED = Path(__file__).parents[3] / "shared" / "inputs"
OWN_POLICE, OWN_DARIEN = DATA / "police_synthetic.csv", DATA / "darien_synthetic.csv"
REAL_POLICE = SHARED / "police_trafficking_2004_2025.csv"
REAL_DARIEN = SHARED / "darien_transits_by_nationality.csv"
# The real files are not ours to copy: they are tried wherever they lie beside the project.
POLICE = [path for path in (OWN_POLICE, REAL_POLICE) if path.exists()]
DARIEN = [path for path in (OWN_DARIEN, REAL_DARIEN) if path.exists()]


def statistics(*paths: Path) -> pd.DataFrame:
    parts = []
    for path in paths:
        made = understand(read_book(path.read_bytes(), path.name, Options())).tables["statistics"]
        parts.append(made.assign(count=made["count"].astype("Int64")))
    return pd.concat(parts, ignore_index=True)


def police_by_hand(path: Path) -> list[dict[str, str]]:
    """Rows of a police file; a row that is quoted as a whole is taken apart once more."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    rows = [next(csv.reader(line)) if len(line) == 1 else line for line in lines if line]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize("path", POLICE, ids=lambda path: path.stem)
def test_sums_by_department_and_year_are_those_of_the_file(path: Path) -> None:
    """Every cell of the table of departments and years is the sum of the file's own rows."""
    rows = context.police(statistics(path))
    iso = dict(zip(departments()["dept_code"], departments()["iso"], strict=True))
    by_hand = police_by_hand(path)
    if path == REAL_POLICE:
        assert len(by_hand) == len(rows) == 1908
    for offence in context.offences(rows):
        wanted: Counter[tuple[int, str]] = Counter()
        for row in by_hand:
            if row["DESCRIPCION CONDUCTA"] in offence.names:
                year = int(row["FECHA HECHO"].split()[0].split("/")[2])
                wanted[year, iso[row["COD_DEPTO"].zfill(2)]] += int(row["CANTIDAD"])
        table = context.by_year(rows, offence)
        found = {(year, code): n for (year, code), n in table.stack().items() if n}
        assert found == dict(wanted)
        assert context.by_department(rows, offence).to_dict() == table.sum().to_dict()
        for year in table.index:
            chosen = context.by_department(rows, offence, year=year)
            assert chosen.to_dict() == table.loc[year].to_dict()
            assert context.elsewhere(rows, offence, year=year) == 0
        assert offence.victims == sum(wanted.values())


@pytest.mark.parametrize("path", POLICE, ids=lambda path: path.stem)
def test_trafficking_is_188a_and_188b_and_not_smuggling(path: Path) -> None:
    """The aggravated form is trafficking; smuggling of migrants (article 188) never is."""
    first, *others = context.offences(context.police(statistics(path)))
    assert first.code == context.TRAFFICKING
    assert len(first.names) == 2
    assert not any("MIGRANTES" in name for name in first.names)
    assert sum(each.victims for each in others if each.names[0] in first.names) == first.victims
    if path == REAL_POLICE:
        assert first.victims == 1773


@pytest.mark.parametrize("path", DARIEN, ids=lambda path: path.stem)
def test_transits_by_year_and_month_are_those_of_the_file(path: Path) -> None:
    """Sums by nationality, year and month agree with the file's own rows."""
    rows = context.transits(statistics(path))
    years: Counter[int] = Counter()
    months: Counter[tuple[str, str]] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            years[int(row["period_start"][:4])] += int(float(row["n"]))
            months[row["period_start"][:7], row["nat"]] += int(float(row["n"]))
    assert rows.groupby("year")["count"].sum().to_dict() == dict(years)
    found = context.monthly(rows).stack().to_dict()
    assert {key: n for key, n in found.items() if pd.notna(n)} == dict(months)
    if path == REAL_DARIEN:
        assert int(rows["count"].sum()) == 1_322_960
        assert int(rows.loc[rows["nationality"] == "COL", "count"].sum()) == 42_033
        assert context.monthly_years(rows) == list(range(2020, 2026))


def test_one_period_a_year_is_no_month() -> None:
    """A year of which the file gives one number is not drawn as a January; a gap stays a gap."""
    rows = context.transits(statistics(OWN_DARIEN))
    assert context.years(rows) == [2019, 2020]
    assert context.monthly_years(rows) == [2020]
    table = context.monthly(rows)
    assert len(table) == 14
    assert table.loc["2019-06"].isna().all()


def test_the_two_kinds_do_not_mix() -> None:
    """Transits are no offence, and offences are no transit."""
    both = statistics(OWN_POLICE, OWN_DARIEN)
    police, transits = context.police(both), context.transits(both)
    assert len(police) + len(transits) == len(both)
    assert int(police["count"].sum()) == 12
    assert int(transits["count"].sum()) == 105
    assert not any("darien" in each.code for each in context.offences(police))


def rows_of(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    columns = ["happened_on", "department_id", "offence", "count"]
    return context.police(pd.DataFrame(rows, columns=columns))


def test_what_has_no_known_department_is_told_apart() -> None:
    """An empty or a foreign code is counted, and on no department's account."""
    rows = rows_of(
        ("2020-01-01", "CO-ARA", "HURTO", 2),
        ("2020", "", "HURTO", 3),
        ("2021-05", "VE-V", "HURTO", 5),
    )
    (offence,) = context.offences(rows)
    assert context.by_department(rows, offence).sum() == 2
    assert context.elsewhere(rows, offence) == 8
    assert context.elsewhere(rows, offence, year=2021) == 5
    assert offence.victims == 10


def test_codes_of_offences_are_fit_for_links_and_differ() -> None:
    """Whatever a file calls an offence, its code is plain letters, and no two share one."""
    names = ["HURTO A PERSONAS", "Hurto, a personas", "<script>", "", "trafficking", "É" * 200]
    rows = rows_of(*(("2020", "CO-ARA", name, n + 1) for n, name in enumerate(names)))
    codes = [each.code for each in context.offences(rows)]
    assert len(set(codes)) == len(names)
    assert all(code.isascii() and code.replace("-", "").isalnum() for code in codes)
    assert max(map(len, codes)) <= 64


def test_years_without_rows_are_years_too() -> None:
    """A slider over the years has no holes, and an empty table no years."""
    rows = rows_of(("2018", "CO-ARA", "X", 1), ("2021", "CO-ARA", "X", 1))
    assert context.years(rows) == [2018, 2019, 2020, 2021]
    assert context.by_year(rows, context.offences(rows)[0])["CO-ARA"].tolist() == [1, 0, 0, 1]
    assert context.years(rows.iloc[:0]) == []
    assert context.offences(rows.iloc[:0]) == ()


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**9), max_size=60))
def test_classes_take_in_every_count_once(values: list[int]) -> None:
    """Every count above 0 is in exactly one class, 0 in none, and classes ascend without gaps."""
    classes = context.breaks(values)
    assert len(classes) <= context.CLASSES
    for value in values:
        inside = [n for n, (least, most) in enumerate(classes) if least <= value <= most]
        assert inside == ([] if value == 0 else [context.class_of(value, classes)])
    assert all(most + 1 == least for (_, most), (least, _) in itertools.pairwise(classes))


def test_the_leading_nationalities() -> None:
    """Those with most come first; one that must be shown takes the last of their places."""
    rows = context.transits(statistics(OWN_DARIEN))
    assert context.leading(rows, most=2) == ["CUB", "COL"]
    assert context.leading(rows, most=2, always=("OOO",)) == ["CUB", "OOO"]
    assert context.leading(rows, most=2, always=("XXX",)) == ["CUB", "COL"]


def test_there_are_six_corridors_and_each_says_where_it_is_from() -> None:
    """They begin in two countries, end at three ports, and only one is by sea."""
    found = migration.corridors()
    assert [each.id for each in found] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert [each.country.id for each in found] == ["ECU"] * 3 + ["VEN"] * 3
    ends = [each.stops[-1].name("es") for each in found]
    assert ends == ["Necoclí", "Necoclí", "Juradó", "Arboletes", "Arboletes", "Necoclí"]
    assert [each.id for each in found if each.mode == "sea"] == ["C3"]
    assert all("Migración Colombia, 2022" in each.source for each in found)
    assert [place.name("es") for place in found[-1].stops][:2] == ["Caracas", "Arauca"]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_code_of_no_country_stays_a_code(lang: str) -> None:
    """What the file codes by itself is not given a name."""
    t = load(lang)
    assert context.nationality_name("OOO", t).startswith("OOO (")
    assert context.nationality_name("HTI", t) in ("Haití", "Haiti")
    assert context.nationality_name("CO-ARA", t).startswith("CO-ARA (")
