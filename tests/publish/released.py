"""Releases to be written as data files, and what stands in the files."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from routes.cases import Tables
from routes.cases.model import TABLE_NAMES
from routes.query import RouteQuery
from routes.release import Lattice, Release, SavedView, build
from routes.release.columns import ALLOWED

DAY = date(2025, 3, 1)
USER = "analista@example.org"


def released(tables: Tables, query: RouteQuery | None = None, **more: Any) -> Release:
    """Build a public release, or an internal one."""
    more.setdefault("audience", "public")
    return build(tables, query or RouteQuery(), made_on=DAY, **more)


def with_lattice(release: Release) -> Release:
    """Return a release with three protected counts, one of them suppressed."""
    rows = [
        ("origin", "CO-ANT", 2024, "year", "all", 35, False),
        ("origin", "", None, "all", "all", 60, False),
        ("destination", "ESP", None, "undated", "minors", None, True),
    ]
    names = ["geography", "area", "year", "period", "group", "victims", "suppressed"]
    frame = pd.DataFrame(rows, columns=names).astype({"year": "Int64", "victims": "Int64"})
    return replace(release, lattice=Lattice(frame))


def briefing(tables: Tables) -> Release:
    """Return an internal release with everything that one may have: title, views and counts."""
    views = (
        SavedView(RouteQuery(destination=("PAN",)), title="Hacia Panamá", note="Uno.\nDos."),
        SavedView(RouteQuery(), level="country", selected="place:CHN"),
    )
    title = "Informe para la Fiscalía"
    return with_lattice(released(tables, audience="internal", user=USER, views=views, title=title))


def with_marks(release: Release, mark: str) -> Release:
    """Return a release whose tables hold a mark in every column that must not leave."""
    allowed = ALLOWED[release.manifest.audience]
    frames = {}
    for name in TABLE_NAMES:
        frame = release.tables.table(name)
        hidden = [column for column in frame if column not in allowed[name]]
        frames[name] = frame.assign(**dict.fromkeys(hidden, mark))
    return replace(release, tables=replace(release.tables, **frames))


def members(archive: bytes) -> dict[str, bytes]:
    """Return what a ZIP archive holds, by name without folder."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name.split("/")[-1]: file.read(name) for name in file.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    text = io.StringIO(content.decode("utf-8"), newline="")
    csv.field_size_limit(10**7)
    return list(csv.DictReader(text))
