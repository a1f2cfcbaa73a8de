"""The five case tables: their columns, and what a faulty one is reported as."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import pandas as pd

from geo.places import places
from routes.text import Text, load

TABLE_NAMES: Final = ("sources", "cases", "stops", "events", "figures")

SOURCES: Final = (
    "source_id",
    "publisher",
    "title",
    "url",
    "published_on",
    "date_precision",
    "accessed_on",
    "language",
    "reliability",
)
CASES: Final = (
    "case_id",
    "name",
    "kind",
    "authority",
    "status",
    "period_start",
    "period_end",
    "date_precision",
    "purposes",
    "means",
    "recruitment",
    "handling",
    "summary_es",
    "summary_en",
)
STOPS: Final = (
    "case_id",
    "route_no",
    "stop_no",
    "role",
    "place_id",
    "mode",
    "evidence",
    "credibility",
    "source_id",
)
EVENTS: Final = ("case_id", "event", "place_id", "happened_on", "date_precision", "source_id")
FIGURES: Final = (
    "case_id",
    "measure",
    "value",
    "qualifier",
    "nationality",
    "source_id",
    "preferred",
)

REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "sources": SOURCES,
    "cases": CASES,
    "stops": STOPS,
    "events": EVENTS,
    "figures": FIGURES,
}
"""Columns that every folder of tables must have, key columns first."""

OPTIONAL: Final[dict[str, tuple[str, ...]]] = {
    "sources": ("note",),
    "cases": (
        "identity_inferred",
        "identity_note_es",
        "identity_note_en",
        "note_es",
        "note_en",
    ),
    "stops": ("note_es", "note_en"),
    "events": ("note_es", "note_en"),
    "figures": ("note_es", "note_en"),
}
"""Columns that may be left out; a `Tables` always has them, empty where absent."""

STATISTICS: Final = (
    "happened_on",
    "department_id",
    "department",
    "municipality_id",
    "municipality",
    "offence",
    "count",
)
"""Columns of the official statistics: ISO date, ISO 3166-2 and DIVIPOLA codes, names and offence
as the file writes them, number of victims (``Int64``). Never joined with cases.

Of transits through the Darién gap, the offence is `TRANSIT` and the nationality, and the places
are empty."""

TRANSIT: Final = "darien_transit:"
"""Before the nationality (ISO 3166-1 alpha-3, or as the file codes it) of people in transit."""

POSITION: Final = ("lat", "lon")
"""Columns (degrees) that ``stops`` and ``events`` may carry. Their ranges are checked and
they are then left out: a place is drawn where the register of places has it."""

INTEGERS: Final[dict[str, tuple[str, ...]]] = {
    "sources": (),
    "cases": (),
    "stops": ("route_no", "stop_no", "credibility"),
    "events": (),
    "figures": ("value",),
}
BOOLEANS: Final[dict[str, tuple[str, ...]]] = {
    "sources": (),
    "cases": (),
    "stops": (),
    "events": (),
    "figures": ("preferred",),
}

LIST_SEPARATOR: Final = ";"
"""Between the codes of one cell: ``purposes``, ``means``, ``recruitment``, ``nationality``
and ``identity_inferred``."""

SYNTHETIC_MARK: Final = "SYNTHETIC"
"""Names and titles of made-up cases begin with this word."""

TEXT: Final = pd.StringDtype("pyarrow", na_value=np.nan)
"""Type of every text column. A cell without text holds ``""``, never a missing value."""


def columns(table: str) -> tuple[str, ...]:
    """Return all columns of a table of a `Tables`, in order.

    >>> columns("events")[-2:]
    ('note_es', 'note_en')
    """
    return REQUIRED[table] + OPTIONAL[table]


_NUMBERS: Final = frozenset({"n", "more", "part", "most"})


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one file.

    Parameters
    ----------
    file : str
        Name of the file, without its folder.
    row : int or None
        Row as a spreadsheet numbers it (the header is row 1); None for the whole file.
    column : str
        Header of the column as the file writes it; empty for the whole row or file.
    value : str
        What was found, escaped and shortened (`routes.cases.faults.shown`) so that it can be
        printed safely; never a whole personal datum.
    rule : str
        The rule that it breaks, ``<stem>.<rule>``: ``text/<language>/<stem>.toml`` has the
        sentences ``<rule>.rule`` and ``<rule>.fix``, and ``<rule>.near`` where something
        may have been meant.
    severity : {"error", "warning"}
        A warning does not stop the tables from being read.
    sheet : str
        Name of the sheet or member; empty for a lone CSV file.
    details : tuple of (str, str)
        What fills the sentences. Those named ``near`` are what may have been meant, the
        likeliest first; ``place`` likewise, by id; ``measure`` and ``whole`` are codes of
        measures; ``n``, ``part`` and ``most`` are whole numbers; ``more`` is the number of rows
        that break the rule beyond those listed.
    """

    file: str
    row: int | None
    column: str
    value: str
    rule: str
    severity: Literal["error", "warning"] = "error"
    sheet: str = ""
    details: tuple[tuple[str, str], ...] = ()

    def rule_text(self, t: Text) -> str:
        """Return the rule in a language."""
        filled = self._filled(t)
        rule = t(f"{self.rule}.rule", **filled)
        return f"{rule} {t('checks.more', n=filled['more'])}" if "more" in filled else rule

    def fix_text(self, t: Text) -> str:
        """Return what to do about it; empty where the rule says it all."""
        filled = self._filled(t)
        near = f"{self.rule}.near"
        key = near if "near" in filled and t.has(near) else f"{self.rule}.fix"
        return t(key, **filled) if t.has(key) else ""

    def told(self, t: Text) -> str:
        """Return the fault as one line: where, what was found, which rule, what to do."""
        place = self.file
        if self.sheet:
            place += t("checks.line.sheet", sheet=self.sheet)
        if self.row is not None:
            place += t("checks.line.row", row=self.row)
        if self.column:
            place += t("checks.line.column", column=self.column)
        found = f": {self.value}" if self.value else ""
        return f"{place}{found}. {self.rule_text(t)} {self.fix_text(t)}".strip()

    def __str__(self) -> str:
        """Return the fault as one line in English, as exceptions are."""
        return self.told(load("en"))

    def _filled(self, t: Text) -> dict[str, str]:
        """Return what fills the sentences; what occurs several times is joined by 'or'."""
        several: dict[str, list[str]] = {}
        for name, value in self.details:
            written = t.number(int(value)) if name in _NUMBERS else value
            if name in ("measure", "whole"):
                written = t.code("measure", value)
            key, text = ("near", place_label(value, t)) if name == "place" else (name, written)
            several.setdefault(key, []).append(text)
        return {name: f" {t('checks.or')} ".join(texts) for name, texts in several.items()}


def place_label(place_id: str, t: Text) -> str:
    """Return how a place is spoken of in a fault: its code, name and level.

    >>> place_label("81001", load("en"))
    "'81001' (Arauca, settlement)"
    """
    place = places().get(place_id)
    if place is None:
        return f"'{place_id}'"
    return f"'{place.id}' ({place.name(t.lang)}, {t.code('level', place.level)})"


class TablesError(ValueError):
    """Raised when a folder of tables cannot be read; carries every fault found.

    Attributes
    ----------
    faults : tuple of Fault
        All faults (warnings too), ordered by file and row.
    """

    def __init__(self, faults: list[Fault] | tuple[Fault, ...]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, eq=False)
class Tables:
    """The five tables, checked.

    Columns are those of `columns`, in that order. Text columns are of type `TEXT` with ``""``
    for an empty cell, whole numbers ``Int64``, ``figures.preferred`` ``bool``. The frames
    are shared: do not change them, copy first.

    Parameters
    ----------
    sources, cases, stops, events, figures : pandas.DataFrame
        One row each as described by the data dictionary; index 0, 1, 2, … in file order.
    name : str
        What the set is called (the folder's name).
    synthetic : bool
        Whether any name, title or publisher begins with `SYNTHETIC_MARK`.
    version : str
        SHA-256 (hex) of the content in its canonical form.
    warnings : tuple of Fault
        What was odd but did not stop the reading.
    """

    sources: pd.DataFrame
    cases: pd.DataFrame
    stops: pd.DataFrame
    events: pd.DataFrame
    figures: pd.DataFrame
    name: str
    synthetic: bool
    version: str
    warnings: tuple[Fault, ...] = field(default=())

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the five tables by its name."""
        frame: pd.DataFrame = getattr(self, name)
        return frame
