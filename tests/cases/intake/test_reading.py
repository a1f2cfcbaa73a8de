"""A file becomes sheets of text, or one clear sentence says why not."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from routes.cases.faults import LISTED_ROWS
from routes.cases.intake import limits
from routes.cases.intake.limits import MAX_CELL_CHARACTERS, MAX_UPLOAD_BYTES
from routes.cases.intake.model import Book, Options
from routes.cases.intake.reading import read_book
from routes.cases.model import Fault
from routes.text import LANGUAGES, load
from tests.cases.intake.files import STATISTICS, member, repacked, saved, workbook, zipped
from tests.hostile import HOSTILE

POLICE = Path(__file__).parents[4] / "shared" / "inputs" / "police_trafficking_2004_2025.csv"


def read(content: bytes, name: str = "file.csv", **options: str) -> Book:
    return read_book(content, name, Options(**options))  # type: ignore[arg-type]


def rows(book: Book, sheet: int = 0) -> dict[int, list[str]]:
    cells = book.sheets[sheet].cells
    return {int(row): cells.loc[row].tolist() for row in cells.index}


def rules(book: Book) -> list[tuple[str, int | None]]:
    return [(fault.rule.removeprefix("reading."), fault.row) for fault in book.faults]


def refused(content: bytes, name: str = "file.csv", **options: str) -> Fault:
    """Read a file of which nothing can be used and return the one error."""
    book = read(content, name, **options)
    errors = [fault for fault in book.faults if fault.severity == "error"]
    assert book.sheets == ()
    assert len(errors) == 1
    for lang in LANGUAGES:
        assert errors[0].rule_text(load(lang)) != errors[0].rule
        assert errors[0].fix_text(load(lang))
    return errors[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_encoding_are_recognised(delimiter: str, encoding: str, end: str) -> None:
    """However a program saves a table, the same cells are read."""
    lines = [["Caso", "Año, mes"], ["Niñez; «uno» | dos", "2020, 3"], ['"', ""]]
    text = end.join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in lines
    )
    book = read(text.encode(encoding))
    assert book.sheets[0].header == ("Caso", "Año, mes")
    assert rows(book) == {2: lines[1], 3: lines[2]}
    assert book.delimiter == {"": delimiter}
    assert book.encoding[""] == encoding.removesuffix("-sig").replace("utf-16", "utf-16-le")
    assert book.faults == ()


def test_what_is_recognised_can_be_overruled() -> None:
    """The user knows better than the sniffer."""
    content = b"a;b,c\n1;2,3\n"
    assert read(content).sheets[0].header == ("a", "b,c")
    assert read(content, delimiter=",").sheets[0].header == ("a;b", "c")
    assert read("ñ,b\n1,2".encode(), encoding="windows-1252").sheets[0].header == ("Ã±", "b")


def test_rows_quoted_as_a_whole_are_taken_apart() -> None:
    """A line that an export quoted a second time is a row like the others."""
    book = read(STATISTICS.encode())
    assert rows(book)[3][4:] == ["BOGOTA, D.C.", "ARTICULO 188 A.- TRATA DE PERSONAS", "3"]
    assert rows(book)[4][4] == "VILLAGE, UPPER"
    assert book.faults == ()
    whole = '"a,b"\n"1,""2,5"""\n'
    assert read(whole.encode()).sheets[0].header == ("a", "b")
    assert rows(read(whole.encode())) == {2: ["1", "2,5"]}


def test_the_police_file_is_read_to_the_last_row() -> None:
    """1,908 rows and 2,119 cases, of which 112 rows of Bogotá were quoted twice."""
    for content in [POLICE.read_bytes()] if POLICE.exists() else []:
        book = read(content, POLICE.name)
        cells = book.sheets[0].cells
        assert len(cells) == 1908
        assert cells[6].astype(int).sum() == 2119
        assert (cells[4] == "BOGOTA, D.C.").sum() == 112
        assert book.faults == ()


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    """Blank rows count but are left out, and so is the line that names the delimiter."""
    assert rows(read(b'a,b\n\n1,"x\ny"\n , \n2,\n,,\n')) == {3: ["1", "x\ny"], 5: ["2", ""]}
    assert rows(read(b"sep=;\r\na;b\r\n1;2\r\n")) == {3: ["1", "2"]}


def test_columns_without_header_and_text_are_left_out() -> None:
    """What a spreadsheet writes beside the table is no column; text without a header is."""
    book = read(b"a,,b,\n1,,2,\n3,x,4,\n")
    assert book.sheets[0].header == ("a", "", "b")
    assert rows(book) == {2: ["1", "", "2"], 3: ["3", "x", "4"]}


def test_a_row_of_another_width_is_rejected_and_kept() -> None:
    """The row is named, and given back as far as it goes; the others are read."""
    book = read(b"a,b\n1,2\n3\n4,5,6\n7,8,\n")
    assert rules(book) == [("width", 3), ("width", 4)]
    assert rows(book) == {2: ["1", "2"], 3: ["3", ""], 4: ["4", "5"], 5: ["7", "8"]}


def test_too_many_rejected_rows_are_one_fault() -> None:
    """A list of more faults than anyone reads says that the file as a whole is wrong."""
    fault = refused(b"a,b\n" + b"1\n" * (LISTED_ROWS + 1))
    assert fault.rule == "reading.too_many.width"


def test_hostile_text_is_text() -> None:
    """Nothing in a cell of a CSV file is anything but its characters."""
    made = "name,text\n" + "".join(
        f'{number},"{text.replace(chr(34), chr(34) * 2)}"\n' for number, text in enumerate(HOSTILE)
    )
    book = read(made.encode())
    assert [cells[1] for cells in rows(book).values()] == list(HOSTILE)
    assert book.faults == ()


def test_joined_files_are_read_line_by_line() -> None:
    """Lines of UTF-8 and lines of Windows-1252 are each read rightly, with a warning."""
    book = read("a,b\nTibú,1\n".encode() + "Cúcuta,2\n".encode("windows-1252"))
    assert [cells[0] for cells in rows(book).values()] == ["Tibú", "Cúcuta"]
    assert rules(book) == [("mixed_encodings", None)]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b",,\n1,2,3\n", "no_header"),
        (b"a,b\n1,\0\n", "nul"),
        ("a,b\n1,2\n".encode("utf-16-le"), "nul"),
        (b"a,b\n1,\x81\n", "encoding"),
        (b'a,b\n1,"2\n3,4\n', "quotes"),
        (b'a,b\n1,"2\n3,"4\n', "quotes"),
        (b'{"type":"FeatureCollection","features":[]}', "not_csv"),
        (b"  [[1,2],[3,4]]", "not_csv"),
        (b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>', "not_csv"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', "not_csv"),
        (b"<html><table></table></html>", "not_csv"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"PK\x03\x04 and no more", "damaged_zip"),
        (b"x" * (MAX_UPLOAD_BYTES + 1), "too_large"),
        (",".join("abc" * 200).encode() + b"\n1\n", "too_many_columns"),
        (zipped([]), "no_csv"),
        (zipped([("cases.vrt", b"<OGRVRTDataSource/>")]), "no_csv"),
        (zipped([("../cases.csv", b"a,b\n1,2\n")]), "member_name"),
        (zipped([("/etc/cases.csv", b"a,b\n1,2\n")]), "member_name"),
        (zipped([("C:\\cases.csv", b"a,b\n1,2\n")]), "member_name"),
        (zipped([("cases.csv", b"a,b\n1,2\n")], zipfile.ZIP_BZIP2), "compression"),
        (zipped([(f"{n}.csv", b"") for n in range(limits.MAX_MEMBERS + 1)]), "too_many_members"),
        (zipped([("cases.csv", b"a," * (4 << 20))]), "ratio"),
        (zipped([(f"{n}.csv", bytes(30 << 20)) for n in range(9)]), "unpacked"),
        (zipped([("xl/workbook.xml", b""), ("xl/vbaProject.bin", b"")]), "macros"),
        (zipped([("xl/workbook.bin", b"")]), "binary_workbook"),
        (
            zipped([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]),
            "open_document",
        ),
        (zipped([("xl/workbook.xml", b"<a/>")]), "damaged_workbook"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, rule: str) -> None:
    """One sentence, in both languages, and what to do."""
    assert refused(content).rule == f"reading.{rule}"


def test_the_encoding_that_the_user_says_is_taken_at_their_word() -> None:
    """A byte that does not exist in it is reported, never replaced."""
    fault = refused("a,b\nñ,1\n".encode("windows-1252"), encoding="utf-8")
    assert fault.details == (("encoding", "utf-8"), ("line", "2"), ("byte", "f1"))


def test_a_declared_size_is_never_exceeded() -> None:
    """A member that says it is small and is not is damaged, not unpacked."""
    content = bytearray(zipped([("cases.csv", b"a,b\n" + b"1,2\n" * 1000)]))
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = (8).to_bytes(4, "little")
    assert refused(bytes(content)).rule == "reading.damaged_member"


def test_a_member_that_links_elsewhere_is_refused() -> None:
    """A symbolic link in a ZIP is never followed, as nothing is unpacked to a disk."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo("cases.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refused(target.getvalue()).rule == "reading.member_name"


def test_a_member_with_a_password_is_refused() -> None:
    """What cannot be unpacked says so."""
    content = bytearray(zipped([("cases.csv", b"a,b\n1,2\n")]))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(content)).rule == "reading.encrypted"


def test_a_zip_is_its_csv_files() -> None:
    """Members are sheets by their names; what systems add is passed over, the rest is named."""
    book = read(
        zipped(
            [
                ("export/", b""),
                ("export/cases.csv", b"a;b\n1;2\n"),
                ("export/Stops.CSV", "ñ,b\n3,4\n".encode("windows-1252")),
                ("__MACOSX/export/._cases.csv", b"\0\0"),
                ("export/.DS_Store", b"\0"),
                ("readme.txt", b"x"),
                ("more/cases.csv", b"a;b\n5;6\n"),
            ]
        ),
        "C:\\data\\export.zip",
    )
    assert book.kind == "zip"
    assert book.file == "export.zip"
    assert [sheet.name for sheet in book.sheets] == ["cases.csv", "Stops.CSV", "more/cases.csv"]
    assert book.delimiter == {"cases.csv": ";", "Stops.CSV": ",", "more/cases.csv": ";"}
    assert book.encoding["Stops.CSV"] == "windows-1252"
    assert [(fault.rule, fault.value) for fault in book.faults] == [
        ("reading.member_left_out", "'readme.txt'")
    ]


def test_a_workbook_becomes_text_without_loss() -> None:
    """Numbers keep every digit, and dates no more than their cell shows."""
    book = workbook(
        {
            "Casos": [
                ["id", "n", "day", "month", "moment", "yes"],
                ["a", 0.1, date(2020, 3, 4), date(2020, 3, 1), datetime(2020, 3, 4, 5, 6), True],
                ["=b", 3.0, date(2021, 1, 1), date(2021, 1, 1), None, False],
                ["c", 123456789012345, None, None, None, None],
            ]
        }
    )
    sheet = book["Casos"]
    sheet["A3"].data_type = "s"
    sheet["C3"].number_format = "yyyy"
    for cell in ("D2", "D3"):
        sheet[cell].number_format = 'mmmm "de" yyyy'
    found = read(saved(book), "casos.xlsx")
    assert found.kind == "xlsx"
    assert rows(found) == {
        2: ["a", "0.1", "2020-03-04", "2020-03", "2020-03-04 05:06:00", "true"],
        3: ["=b", "3", "2021", "2021-01", "", "false"],
        4: ["c", "123456789012345", "", "", "", ""],
    }
    assert found.faults == ()


def test_formulas_and_errors_are_rejected_and_never_computed() -> None:
    """The row is named and the formula given back as it is written."""
    book = workbook({"S": [["a", "b"], [1, "=1+1"], [2, "#N/A"], [3, 4]]})
    book["S"]["B3"].data_type = "e"
    found = read(saved(book))
    assert [(f.rule, f.row, f.value) for f in found.faults] == [
        ("reading.formula", 2, "'=1+1'"),
        ("reading.error_cell", 3, "'#N/A'"),
    ]
    assert rows(found) == {2: ["1", "=1+1"], 3: ["2", "#N/A"], 4: ["3", "4"]}


def test_what_a_workbook_hides_is_told() -> None:
    """Merged areas, hidden sheets, rows and columns, and titles above the header."""
    book = workbook({"A": [["Title"], [], ["a", "b", "c"], [1, 2, 3]], "B": [["x"]]})
    book["B"].sheet_state = "hidden"
    book["A"].merge_cells("B4:C5")
    book["A"].row_dimensions[4].hidden = True
    book["A"].column_dimensions["B"].hidden = True
    found = read(saved(book))
    assert [sheet.name for sheet in found.sheets] == ["A"]
    assert found.sheets[0].header == ("a", "b", "c")
    assert list(rows(found)) == [4]
    assert {rule for rule, _ in rules(found)} == {
        "title_rows",
        "merged",
        "hidden_sheet",
        "hidden_rows",
        "hidden_columns",
    }


def test_a_lone_cell_at_the_far_end_is_no_trap() -> None:
    """The last row is read as such; the last column is one too many."""
    book = workbook({"S": [["a", "b"], [1, 2]]})
    book["S"]["A1048576"] = "end"
    assert rows(read(saved(book))) == {2: ["1", "2"], 1048576: ["end", ""]}
    book["S"]["XFD2"] = "far"
    assert refused(saved(book)).rule == "reading.too_many_columns"


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b'r="2"', b'r="99999999999"', "row_number"),
        (b'r="2"', b'r="1"', "row_number"),
        (b'r="2"', b'r="-7"', "row_number"),
        (b'r="B2"', b'r="A2"', "damaged_workbook"),
        (b'r="B2"', b'r="ZZZZZ2"', "damaged_workbook"),
        (b"<v>2</v>", b"<v>" + b"9" * 5000 + b"</v>", "damaged_workbook"),
        (b"</sheetData>", b"", "damaged_workbook"),
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', "entities"),
        (
            b"<worksheet",
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet',
            "entities",
        ),
    ],
)
def test_a_workbook_that_was_tampered_with_is_refused(old: bytes, new: bytes, rule: str) -> None:
    """Impossible rows, cells out of order and XML entities end the reading at once."""
    whole = saved(workbook({"S": [["a", "b"], [1, 2]]}))
    changed = member(whole, SHEET).replace(old, new)
    assert refused(repacked(whole, {SHEET: changed})).rule == f"reading.{rule}"


def test_a_false_dimension_is_not_believed() -> None:
    """A sheet that claims to fill everything costs no more than its cells."""
    whole = saved(workbook({"S": [["a", "b"], [1, 2]]}))
    sheet = member(whole, SHEET)
    assert b'<dimension ref="A1:B2"' in sheet
    changed = sheet.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert rows(read(repacked(whole, {SHEET: changed}))) == {2: ["1", "2"]}


def test_openpyxl_parses_with_defusedxml() -> None:
    """Its own parser expands entities; a workbook is never read with that one."""
    assert openpyxl.DEFUSEDXML


def test_a_cell_may_be_long_but_not_endless() -> None:
    """Long text is kept whole; a document in a cell rejects its row."""
    book = read(
        f"a,b\n1,{'x' * MAX_CELL_CHARACTERS}\n2,{'y' * (MAX_CELL_CHARACTERS + 1)}\n".encode()
    )
    assert rules(book) == [("long_cell", 3)]
    assert len(rows(book)[2][1]) == MAX_CELL_CHARACTERS


def test_more_rows_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is over all sheets together."""
    monkeypatch.setattr("routes.cases.intake.grid.MAX_ROWS", 5)
    members = [("cases.csv", b"a,b\n" + b"1,2\n" * 3), ("stops.csv", b"a,b\n" + b"1,2\n" * 3)]
    assert refused(zipped(members)).rule == "reading.too_many_rows"
    assert len(read(zipped(members[:1])).sheets) == 1


def test_quick_and_slow_reading_agree() -> None:
    """A file of one odd row is read as the same file without it."""
    lines = [f'{n},"cell {n}, ""quoted""",ñ\n' for n in range(2, 500)]
    even = read(("a,b,c\n" + "".join(lines)).encode())
    odd = read(("a,b,c\n" + "".join(lines) + "one\n").encode())
    assert rules(odd) == [("width", 500)]
    assert odd.sheets[0].cells.iloc[:-1].equals(even.sheets[0].cells)
