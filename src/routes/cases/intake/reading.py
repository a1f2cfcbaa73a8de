"""A file of a user as sheets of text: what it is by its content, within bounds."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import PurePosixPath
from typing import Final, Literal

from routes.cases.faults import shown
from routes.cases.intake.archive import SIGNATURES, is_junk, label, open_archive, unpack
from routes.cases.intake.delimited import read_delimited
from routes.cases.intake.findings import Findings, RefusedError
from routes.cases.intake.grid import check_count
from routes.cases.intake.limits import MAX_UPLOAD_BYTES, MEBIBYTE
from routes.cases.intake.model import Book, Options, Sheet, Told

_WORKBOOK_PART: Final = "xl/workbook.xml"
_OTHER_PARTS: Final = (
    ("xl/vbaProject.bin", "macros"),
    ("xl/workbook.bin", "binary_workbook"),
    ("META-INF/manifest.xml", "open_document"),
    ("mimetype", "open_document"),
)
_NAME_CHARACTERS: Final = 120


def read_book(content: bytes, name: str, options: Options, *, told: Told | None = None) -> Book:
    """Read a file as sheets of text.

    CSV, XLSX or a ZIP of CSV files, told apart by their content. Nothing but `content` is
    read: no path, no member name and no address in it is ever opened, and no formula is
    evaluated. It is meant to run in a bounded process (`routes.cases.desk`), but bounds what
    it unpacks itself.

    Parameters
    ----------
    content : bytes
        The file, at most `routes.cases.intake.limits.MAX_UPLOAD_BYTES`.
    name : str
        Its name, for messages.
    options : Options
        Encoding and delimiter, where the user has said.
    told : callable, optional
        Told the stage ``reading``.

    Returns
    -------
    Book
        Its sheets, and everything that is wrong with its form. A file of which nothing can
        be read has no sheet, and a fault that says why.
    """
    findings = Findings(file_label(name))
    reader = _Reader(content, options, findings, told or (lambda stage, share: None))
    reader.told("reading", 0.0)
    try:
        reader.read()
    except RefusedError:
        reader.sheets = []
    reader.told("reading", 1.0)
    return Book(
        file=file_label(name),
        sha256=hashlib.sha256(content).hexdigest(),
        kind=reader.kind,
        sheets=tuple(reader.sheets),
        encoding=reader.encoding,
        delimiter=reader.delimiter,
        faults=findings.found(),
    )


def file_label(name: str) -> str:
    """Return the name of a file as it is shown: no folders, nothing unprintable, not too long.

    >>> file_label("C:\\\\Users\\\\ana\\\\casos.csv")
    'casos.csv'
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in base)
    return clean[-_NAME_CHARACTERS:]


class _Reader:
    """One reading of one file."""

    def __init__(self, content: bytes, options: Options, findings: Findings, told: Told) -> None:
        self.content = content
        self.options = options
        self.findings = findings
        self.told = told
        self.kind: Literal["csv", "xlsx", "zip"] = "csv"
        self.sheets: list[Sheet] = []
        self.encoding: dict[str, str] = {}
        self.delimiter: dict[str, str] = {}

    def read(self) -> None:
        if len(self.content) > MAX_UPLOAD_BYTES:
            self.findings.refuse("too_large", n=MAX_UPLOAD_BYTES // MEBIBYTE)
        if not self.content.strip():
            self.findings.refuse("empty")
        if not self.content.startswith(SIGNATURES):
            self._read_member(self.content, "")
            return
        self.kind = "zip"
        archive = open_archive(self.content, self.findings)
        parts = {member.filename for member in archive.infolist()}
        for part, form in _OTHER_PARTS:
            if part in parts:
                self.findings.refuse(form)
        if _WORKBOOK_PART in parts:
            from routes.cases.intake.workbook import read_workbook  # openpyxl is slow to import

            self.kind = "xlsx"
            self.sheets = read_workbook(self.content, self.findings, self.told)
        else:
            self._read_members(archive)

    def _read_members(self, archive: zipfile.ZipFile) -> None:
        members = [each for each in archive.infolist() if not is_junk(each.filename)]
        tables = [each for each in members if each.filename.lower().endswith(".csv")]
        for left_out in members:
            if left_out not in tables:
                self.findings.note("member_left_out", value=label(left_out.filename))
        if not tables:
            self.findings.refuse("no_csv")
        for done, member in enumerate(tables):
            self.told("reading", done / len(tables))
            data = unpack(archive, member, self.findings)
            if data.strip():
                self._read_member(data, self._free_name(member.filename))

    def _free_name(self, member: str) -> str:
        """Return what the sheet of a member is called: once only, and never a path to open."""
        name = label(member)
        if name in self.delimiter:
            name = shown(str(PurePosixPath(member)))[1:-1]
        if name in self.delimiter:
            self.findings.refuse("member_twice", value=member)
        return name

    def _read_member(self, data: bytes, name: str) -> None:
        sheet, encoding, delimiter = read_delimited(
            data,
            name,
            encoding=self.options.encoding,
            delimiter=self.options.delimiter,
            findings=self.findings,
        )
        self.sheets.append(sheet)
        self.encoding[name] = encoding
        self.delimiter[name] = delimiter
        check_count(sum(len(each.cells) for each in self.sheets), name, self.findings)
