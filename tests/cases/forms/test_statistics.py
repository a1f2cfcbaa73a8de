"""The open data of the national police become official statistics."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from routes.cases.forms import understand
from routes.cases.intake.model import Options
from routes.cases.intake.reading import read_book
from routes.cases.model import STATISTICS
from tests.cases.forms.sheets import book, sheet

OWN = Path(__file__).parent / "data" / "police_synthetic.csv"
REAL = Path(__file__).parents[4] / "shared" / "inputs" / "police_trafficking_2004_2025.csv"
AGGRAVATED = "ARTICULO 188 B.- TRATA DE PERSONAS CIRCUNSTANCIAS DE AGRAVACION PUNITIVA."
OFFENCES = ("ARTICULO 188 A.- TRATA DE PERSONAS", AGGRAVATED, "ARTICULO 188. TRAFICO DE MIGRANTES")
FILES = [
    pytest.param(OWN, 8, (7, 2, 3), "SYNTHETIC ", id="own"),
    # The real file is not ours to copy: it is tried wherever it lies beside the project.
    *([pytest.param(REAL, 1908, (1745, 28, 346), "", id="real")] if REAL.exists() else []),
]
HEADER = (
    *("FECHA HECHO", "COD_DEPTO", "DEPARTAMENTO", "COD_MUNI", "MUNICIPIO"),
    *("DESCRIPCION CONDUCTA", "CANTIDAD"),
)


def statistics(path: Path) -> pd.DataFrame:
    content = path.read_bytes()
    return understand(read_book(content, path.name, Options())).tables["statistics"]


@pytest.mark.parametrize(("path", "rows", "counts", "mark"), FILES)
def test_every_row_and_every_case_is_counted(
    path: Path, rows: int, counts: tuple[int, ...], mark: str
) -> None:
    """Rows quoted as a whole count like any other, and each offence has its number."""
    made = statistics(path)
    assert tuple(made.columns) == STATISTICS
    assert len(made) == rows
    found = made["count"].astype(int).groupby(made["offence"]).sum()
    assert found.to_dict() == {
        mark + offence: count for offence, count in zip(OFFENCES, counts, strict=True)
    }


@pytest.mark.parametrize(("path", "rows", "counts", "mark"), FILES)
def test_dates_and_codes_are_those_of_the_file(
    path: Path, rows: int, counts: tuple[int, ...], mark: str
) -> None:
    """American dates become ISO days; departments are ISO 3166-2, municipalities DIVIPOLA."""
    made = statistics(path)
    assert made["happened_on"].str.fullmatch(r"20\d\d-\d\d-\d\d").all()
    assert made["happened_on"].iloc[0] == "2004-08-24"
    assert made["department_id"].str.fullmatch("CO-[A-Z]{2,3}").all()
    assert made["municipality_id"].str.fullmatch(r"\d{5}").all()
    assert made.iloc[0][["department_id", "municipality_id"]].tolist() == ["CO-TOL", "73624"]


@pytest.mark.parametrize(("path", "rows", "counts", "mark"), FILES)
def test_names_stay_as_the_file_writes_them(
    path: Path, rows: int, counts: tuple[int, ...], mark: str
) -> None:
    """The capital is written in two ways, both kept, and both are one municipality."""
    made = statistics(path)
    capital = made[made["municipality_id"] == "11001"]
    assert set(capital["municipality"]) == {"BOGOTA D.C.", "BOGOTA, D.C."}
    assert set(capital["department_id"]) == {"CO-DC"}


def test_rows_are_accounted_for_once() -> None:
    """Two equal rows are two rows: the police count days, not files."""
    draft = understand(read_book(OWN.read_bytes(), OWN.name, Options()))
    assert draft.form == "statistics"
    assert draft.lines["row"].tolist() == list(range(2, 10))
    assert draft.origin["statistics"]["row"].tolist() == list(range(2, 10))
    assert draft.tables["statistics"].duplicated().sum() == 1


def test_how_the_file_was_read_is_told() -> None:
    """Headings, the order of day and month and the language are shown, to be overruled."""
    draft = understand(read_book(OWN.read_bytes(), OWN.name, Options()))
    (recognised,) = draft.recognised
    assert recognised.table == "statistics"
    assert recognised.day_first is False
    assert dict(recognised.columns)["COD_MUNI"] == "municipality_id"
    assert draft.headers["statistics", "count"] == "CANTIDAD"


def test_codes_that_a_spreadsheet_has_spoilt_are_mended() -> None:
    """A leading zero that was lost comes back, and the zeros of a populated place go."""
    row = ("3/04/2020", "5", "ANTIOQUIA", "5001", "MEDELLIN", "HURTO", "1.250")
    other = ("13/04/2020", "", "BOGOTA", "11001000", "BOGOTA", "HURTO", "2")
    made = understand(book(sheet(HEADER, row, other))).tables["statistics"]
    assert made["department_id"].tolist() == ["CO-ANT", "CO-DC"]
    assert made["municipality_id"].tolist() == ["05001", "11001"]
    assert made["happened_on"].tolist() == ["2020-04-03", "2020-04-13"]
    assert made["count"].tolist() == ["1250", "2"]


def test_the_user_says_how_dates_are_written() -> None:
    """What the user says goes before what the file shows."""
    row = ("03/04/2020", "05", "ANTIOQUIA", "05001", "MEDELLIN", "HURTO", "1")
    given = book(sheet(HEADER, row))
    dates = [
        understand(given, Options(day_first=day_first)).tables["statistics"]["happened_on"].iloc[0]
        for day_first in (True, False)
    ]
    assert dates == ["2020-04-03", "2020-03-04"]


def test_what_is_not_understood_stays_as_it_is() -> None:
    """Nothing is guessed: the checks find what is no date, code or number."""
    row = ("ayer", "ZZ", "NOWHERE", "-", "NO REPORTA", "HURTO", "varios")
    made = understand(book(sheet(HEADER, row))).tables["statistics"]
    assert made.iloc[0].tolist() == [row[0], row[1], row[2], row[3], row[4], row[5], row[6]]
