"""Bytes to text: which encoding it is, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from typing import Final

from routes.cases.intake.findings import Findings

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_NOT_CSV: Final = re.compile(r"\s*(?:<[?!A-Za-z/]|\{\s*[\"}]|\[\s*[\[{\"\]])")
_START_CHARACTERS: Final = 1000
_OTHER_FORMS: Final = (
    (b"\xd0\xcf\x11\xe0", "old_excel"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
)


def decode(data: bytes, sheet: str, wanted: str, findings: Findings) -> tuple[str, str]:
    """Return the text of a CSV file and the name of its encoding.

    UTF-8 and UTF-16 by their mark, else UTF-8 where all of it is, else Windows-1252. Where
    some lines are UTF-8 and others are not, each is read in its own encoding, with a warning.

    Parameters
    ----------
    data : bytes
        The file.
    sheet : str
        Name of the member, for messages.
    wanted : {"", "utf-8", "windows-1252"}
        What the user says it is.
    findings : Findings
        Where to add what is wrong.

    Raises
    ------
    RefusedError
        If it is no text, or not in the encoding that the user says.
    """
    for start, form in _OTHER_FORMS:
        if data.startswith(start):
            findings.refuse(form, sheet=sheet)
    text, encoding = _decode(data, sheet, wanted, findings)
    if not text.strip():
        findings.refuse("empty", sheet=sheet)
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        findings.refuse("nul", sheet=sheet, line=row)
    if _NOT_CSV.match(text[:_START_CHARACTERS]):
        findings.refuse("not_csv", sheet=sheet, value=text.lstrip()[:_START_CHARACTERS])
    return text, encoding


def _decode(data: bytes, sheet: str, wanted: str, findings: Findings) -> tuple[str, str]:
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], marked, sheet, findings)
    if wanted:
        return _strictly(data, wanted, sheet, findings)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _MULTIBYTE.search(data):
        return _by_line(data, sheet, findings), "windows-1252"
    return _strictly(data, "windows-1252", sheet, findings)


def _strictly(data: bytes, encoding: str, sheet: str, findings: Findings) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = data[error.start : error.start + 1].hex()
        findings.refuse("encoding", sheet=sheet, encoding=encoding, line=line, byte=found)


def _by_line(data: bytes, sheet: str, findings: Findings) -> str:
    """Read lines of UTF-8 as such and the others as Windows-1252, as joined files need it."""
    lines: list[str] = []
    joined = 0
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        try:
            lines.append(line.decode("utf-8"))
            joined += not line.isascii()
        except UnicodeDecodeError:
            try:
                lines.append(line.decode("windows-1252"))
            except UnicodeDecodeError as error:
                found = line[error.start : error.start + 1].hex()
                findings.refuse(
                    "encoding", sheet=sheet, encoding="windows-1252", line=number, byte=found
                )
    if joined:
        findings.note("mixed_encodings", sheet=sheet, n=joined)
    return "".join(lines)
