"""Rejected rows come back as they were, with the reasons beside them."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from routes.cases.checking import check
from routes.cases.forms import rejected, understand
from routes.cases.intake.model import Book, Checked, Options
from routes.cases.intake.reading import read_book
from routes.text import load
from tests.cases.forms.sheets import book, nothing_known, quick, sheet
from tests.hostile import HOSTILE

ES = load("es")
HEADER = "caso;ruta;fuente"


def checked(given: Book, *, good_rows: bool = True) -> Checked:
    options = Options(good_rows=good_rows)
    return check(understand(given, options), known=nothing_known(), options=options)


def returned(content: bytes) -> dict[str, pd.DataFrame]:
    """Return the sheets of a spreadsheet as it is, headings in the first row."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    return {
        page.title: pd.DataFrame([[cell or "" for cell in row] for row in page.values])
        for page in workbook
    }


def test_only_rejected_rows_come_back_with_their_reasons() -> None:
    """The row that is wrong says why, the row of the same case says which one is to blame."""
    given = quick(
        ("bien", "Tibú > Cúcuta", "X"),
        ("mal", "Tibú > Atlántida Perdida", "X"),
        ("mal", "Tibú > Yopal", "X"),
        header=HEADER,
    )
    (page,) = returned(rejected(checked(given), given, ES)).values()
    assert page.iloc[0].tolist() == [ES("forms.sheet.reasons"), "caso", "ruta", "fuente"]
    assert page.iloc[1:, 2].tolist() == ["Tibú > Atlántida Perdida", "Tibú > Yopal"]
    assert "Atlántida Perdida" in page.iloc[1, 0]
    assert "fila 3" in page.iloc[2, 0]


def test_reasons_speak_the_language_of_the_reader() -> None:
    """The same fault in Spanish and in English."""
    given = quick(("", "Tibú", "X"), header=HEADER)
    for lang in ("es", "en"):
        t = load(lang)
        (page,) = returned(rejected(checked(given), given, t)).values()
        assert t("forms.route_short.rule") in page.iloc[1, 0]
        assert t("forms.route_short.fix") in page.iloc[1, 0]


def test_what_is_wrong_with_the_whole_stands_beside_every_row() -> None:
    """A file that is nothing known comes back whole, and says so in each row."""
    given = book(sheet(("x", "y"), ("1", "2"), ("3", "4")))
    (page,) = returned(rejected(checked(given), given, ES)).values()
    assert page.iloc[1:, 1:].to_numpy().tolist() == [["1", "2"], ["3", "4"]]
    for reason in page.iloc[1:, 0]:
        assert ES("forms.not_recognised.rule") in reason


def test_all_or_nothing_sends_all_back() -> None:
    """Rows that are right and were held back say that they were."""
    given = quick(("a", "Tibú > Cúcuta", "X"), ("b", "Tibú", "X"), header=HEADER)
    (page,) = returned(rejected(checked(given, good_rows=False), given, ES)).values()
    assert len(page) == 3
    assert ES("checks.held_back.rule") in page.iloc[1, 0]


def test_a_corrected_file_is_taken() -> None:
    """The reasons are left out on reading; once corrected, every row is accepted."""
    given = quick(("a", "Tibú", "X"), ("b", "Yopal", "Y"), header=HEADER)
    workbook = openpyxl.load_workbook(io.BytesIO(rejected(checked(given), given, ES)))
    page = workbook.worksheets[0]
    for row in (2, 3):
        page.cell(row, 3, f"{page.cell(row, 3).value} > Cúcuta")
    written = io.BytesIO()
    workbook.save(written)
    again = checked(read_book(written.getvalue(), "corregido.xlsx", Options()))
    assert again.counts == {"input": 2, "accepted": 2, "rejected": 0, "duplicate": 0}
    assert again.frames["cases"]["name"].tolist() == ["a", "b"]


def test_sheets_keep_their_names() -> None:
    """Members of a ZIP come back as sheets that are recognised by their names again."""
    given = book(
        sheet(("case_id", "name", "kind"), ("a b", "A", "case"), name="datos/casos.csv"),
        sheet(
            ("case_id", "event", "place_id", "source_id"),
            ("a b", "arrest", "54001", "s"),
            name="datos/hechos.csv",
        ),
        file="x.zip",
        kind="zip",
    )
    content = rejected(checked(given), given, ES)
    assert set(returned(content)) == {"casos", "hechos"}
    again = understand(read_book(content, "x.xlsx", Options()))
    assert [each.table for each in again.recognised] == ["cases", "events"]


def test_hostile_rows_come_back_unharmed_and_inert() -> None:
    """No cell is a formula, and reading the spreadsheet gives every text back."""
    rows = [(f"caso-{number}", text[:32_000], "!!", "case") for number, text in enumerate(HOSTILE)]
    given = book(sheet(("case_id", "name", "handling", "kind"), *rows), file="casos.csv")
    content = rejected(checked(given), given, ES)
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for page in workbook for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [
        cell.value for cell in cells if str(cell.value or "").lstrip().startswith(tuple("=+-@"))
    ]
    again = understand(read_book(content, "casos.xlsx", Options())).tables["cases"]
    assert again["name"].tolist() == [row[1] for row in rows]


def test_a_cell_too_long_for_a_spreadsheet_is_cut_and_told() -> None:
    """Whoever corrects the row knows that a text is not whole."""
    given = book(
        sheet(("case_id", "name", "kind"), ("a b", "w" * 40_000, "case")), file="casos.csv"
    )
    (page,) = returned(rejected(checked(given), given, ES)).values()
    assert len(page.iloc[1, 2]) == 32_767
    assert ES("forms.rejected.cut", n="32.767") in page.iloc[1, 0]


def test_the_file_itself_may_be_given() -> None:
    """It is read again as it was read when it was checked."""
    content = "caso;ruta;fuente\nÑandú;Tibú;X\n".encode("windows-1252")
    given = read_book(content, "rutas.csv", Options())
    found = checked(given)
    assert rejected(found, content, ES) == rejected(found, given, ES)
    (page,) = returned(rejected(found, content, ES)).values()
    assert page.iloc[1, 1] == "Ñandú"


def test_without_rejected_rows_there_is_an_empty_sheet() -> None:
    """A spreadsheet that opens, and the same bytes each time."""
    given = quick(("a", "Tibú > Cúcuta", "X"), header=HEADER)
    found = checked(given)
    assert list(returned(rejected(found, given, ES))) == [ES("forms.sheet.rejected")]
    assert rejected(found, given, ES) == rejected(found, given, ES)


@pytest.mark.parametrize("file", ["rutas.csv", "a" * 300 + ".csv", "[x]*?.csv", ""])
def test_any_file_name_makes_a_valid_sheet(file: str) -> None:
    """Names of files and members become titles that a spreadsheet accepts."""
    given = replace(quick(("a", "Tibú", "X"), header=HEADER), file=file)
    (title,) = returned(rejected(checked(given), given, ES))
    assert 0 < len(title) <= 31
