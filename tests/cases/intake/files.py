"""Small files of every kind, made in memory."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl

STATISTICS = """FECHA HECHO,COD_DEPTO,DEPARTAMENTO,COD_MUNI,MUNICIPIO,DESCRIPCION CONDUCTA,CANTIDAD
08/24/2004 12:00:00 AM,99,SYNTHETIC,99001,SYNTHETIC VILLAGE,ARTICULO 188. TRAFICO DE MIGRANTES,1
"01/17/2024 12:00:00 AM,11,BOGOTA D.C.,11001,""BOGOTA, D.C."",ARTICULO 188 A.- TRATA DE PERSONAS,3"
01/18/2024 12:00:00 AM,99,SYNTHETIC,99001,"VILLAGE, UPPER",ARTICULO 188 A.- TRATA DE PERSONAS,2
"""
"""Made-up rows in the form of the police's open data, one of them quoted twice."""


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def zipped(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of members of one name, which some files have
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Return a ZIP or XLSX with some of its members replaced, or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**members, **changes}.items())


def member(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
