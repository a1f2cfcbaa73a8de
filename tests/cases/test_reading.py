"""Reading a folder of tables: what is kept, what is normalised, what the version says."""

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from routes.cases import TablesError, bundled, check_tables, read_tables
from routes.cases.model import BOOLEANS, INTEGERS, TABLE_NAMES, TEXT, columns
from routes.cases.reading import BUNDLED

HOSTILE = (
    "{{7*7}}",
    "{% for x in y %}{% endfor %}",
    "{# comment",
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "`${7*7}`",
    "a\u2028b\u2029c",
    "\u202eevil\u202c\u2066x\u2069",
    "=1+1",
    "@SUM(A1)",
    ' "quoted", with, commas ',
    "two\nlines\r\nand\rthree",
    "\x00\x01\x1b[31m",
    "x" * 100_000,
)


def write(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns(table), restval="")
        writer.writeheader()
        writer.writerows(rows)


def tables_with(text: str, folder: Path) -> None:
    """Write one case with `text` in every free-text column."""
    source = {"source_id": "s", "reliability": "A", "publisher": text, "title": text}
    write(folder, "sources", [source | {"url": text, "note": text}])
    case = {"case_id": "c", "name": text, "kind": "case", "authority": text}
    case |= {"status": "alleged", "date_precision": "unknown", "handling": "public"}
    notes = {"note_es": text, "note_en": text}
    extra = {"identity_note_es": text, "identity_note_en": text}
    write(folder, "cases", [case | notes | extra | {"summary_es": text, "summary_en": text}])
    stop = {"case_id": "c", "route_no": "1", "stop_no": "1", "role": "exploitation"}
    stop |= {"place_id": "CO-ARA", "mode": "land", "evidence": "stated", "credibility": "2"}
    write(folder, "stops", [stop | {"source_id": "s"} | notes])
    event = {"case_id": "c", "event": "arrest", "place_id": "CO-ARA", "source_id": "s"}
    write(folder, "events", [event | {"date_precision": "unknown"} | notes])
    figure = {"case_id": "c", "measure": "victims", "value": "1", "qualifier": "exact"}
    write(folder, "figures", [figure | {"source_id": "s", "preferred": "true"} | notes])


FREE = {
    "sources": ("publisher", "title", "url", "note"),
    "cases": ("name", "authority", "summary_es", "summary_en", "identity_note_en", "note_es"),
    "stops": ("note_es", "note_en"),
    "events": ("note_es", "note_en"),
    "figures": ("note_es", "note_en"),
}


def check_survival(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        tables_with(text, Path(name))
        tables = read_tables(name)
    for table, names in FREE.items():
        for column in names:
            assert tables.table(table)[column].item() == text, (table, column)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_as_it_is(text: str) -> None:
    """Text columns hold any text, and reading changes none of it."""
    check_survival(text)


@given(st.text(st.characters(codec="utf-8"), min_size=1))
@settings(max_examples=60, deadline=None)
@example("\r")
@example("\ufeff")
@example('"')
def test_any_text_survives_reading(text: str) -> None:
    """For every text: what is written into a text cell is what is read."""
    check_survival(text)


def test_a_text_of_blanks_alone_in_a_needed_column_is_kept(tmp_path: Path) -> None:
    tables_with(" ", tmp_path)
    assert read_tables(tmp_path).cases["name"].item() == " "


def test_types_are_fixed() -> None:
    """Text is text without missing values, whole numbers are Int64, truth is bool."""
    for table in TABLE_NAMES:
        frame = bundled().table(table)
        assert tuple(frame.columns) == columns(table)
        assert not frame.isna().any().any()
        for column in frame:
            if column in INTEGERS[table]:
                assert frame[column].dtype == pd.Int64Dtype()
            elif column in BOOLEANS[table]:
                assert frame[column].dtype == bool
            else:
                assert frame[column].dtype == TEXT


def rewrite(path: Path, change: str) -> None:
    text = path.read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    if change == "all quoted":
        buffer = io.StringIO()
        csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(rows)
        path.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    elif change == "windows line ends":
        path.write_bytes(text.replace("\n", "\r\n").encode())
    elif change == "old line ends":
        path.write_bytes(text.replace("\n", "\r").encode())
    elif change == "byte order mark":
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    elif change == "empty rows at the end":
        path.write_bytes((text + "," * (len(rows[0]) - 1) + "\n\n").encode())
    elif change == "columns turned round":
        buffer = io.StringIO()
        csv.writer(buffer).writerows([row[::-1] for row in rows])
        path.write_text(buffer.getvalue(), encoding="utf-8", newline="")


@pytest.mark.parametrize(
    "change",
    [
        "all quoted",
        "windows line ends",
        "old line ends",
        "byte order mark",
        "empty rows at the end",
        "columns turned round",
    ],
)
def test_the_version_depends_on_the_content_alone(folder: Path, change: str) -> None:
    """Tables written in another way have the same version."""
    for table in TABLE_NAMES:
        rewrite(folder / f"{table}.csv", change)
    assert read_tables(folder).version == bundled().version


def test_another_content_has_another_version(folder: Path) -> None:
    path = folder / "cases.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Jade", "Jadé", 1), encoding="utf-8")
    assert read_tables(folder).version != bundled().version


def test_optional_columns_may_be_left_out(folder: Path) -> None:
    """A folder with the required columns alone is read; the others are empty."""
    path = folder / "events.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[:6] for row in rows])
    assert set(read_tables(folder).events["note_es"]) == {""}


def test_a_header_alone_is_a_table_without_rows(folder: Path) -> None:
    path = folder / "events.csv"
    path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    assert read_tables(folder).events.empty


def test_blanks_around_codes_are_dropped(folder: Path) -> None:
    path = folder / "stops.csv"
    text = path.read_text(encoding="utf-8").replace("recruitment,CO-SAN", " recruitment , CO-SAN ")
    path.write_text(text, encoding="utf-8")
    assert read_tables(folder).version == bundled().version


def test_synthetic_tables_are_told_by_their_names(tmp_path: Path) -> None:
    tables_with("SYNTHETIC made up", tmp_path)
    assert read_tables(tmp_path).synthetic
    assert not bundled().synthetic


def test_an_address_that_is_no_link_is_a_warning(tmp_path: Path) -> None:
    tables_with("javascript:alert(1)", tmp_path)
    (warning,) = read_tables(tmp_path).warnings
    assert (warning.severity, warning.column) == ("warning", "url")


def test_a_missing_folder_is_one_fault() -> None:
    (fault,) = check_tables("no such folder\u202e")
    assert fault.rule == "checks.no_folder"
    assert "\u202e" not in str(fault)
    with pytest.raises(TablesError):
        read_tables("no such folder")


def test_the_bundled_tables_have_no_fault() -> None:
    assert check_tables(BUNDLED) == []
