"""What is known of an upload on its way into the register, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import pandas as pd

from routes.cases.model import Fault

Form = Literal["tables", "quick", "statistics"]
"""The five tables, one route a row, or official statistics of the police."""

FORMS: Final[tuple[Form, ...]] = ("tables", "quick", "statistics")

ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
DUPLICATE: Final = "duplicate"
STATUSES: Final = (ACCEPTED, REJECTED, DUPLICATE)

Told = Callable[[str, float], None]
"""Called with the stage (``reading``, ``understanding``, ``checking``, ``writing``, ``sealing``)
and the share of it that is done, 0 to 1."""


@dataclass(frozen=True)
class Options:
    """What the user decides; where empty, it is recognised from the file.

    Parameters
    ----------
    form : {"", "tables", "quick", "statistics"}
        What the file holds.
    encoding : {"", "utf-8", "windows-1252"}
        How its text is coded.
    delimiter : {"", ",", ";", "\\t", "|"}
        What separates the cells of a CSV file.
    decimal : {"", ".", ","}
        The decimal mark.
    day_first : bool or None
        Whether 03/04/2020 is the third of April.
    columns : tuple of (str, str)
        A header as it is written, and the column it stands for; ``""`` leaves it out.
    places : tuple of (str, str)
        A place as it is written, and the id of the place that is meant.
    evidence : {"", "stated", "inferred"}
        For routes of the quick form that do not say.
    handling : {"", "public", "classified", "reserved"}
        For cases that do not say; ``reserved`` where empty.
    good_rows : bool
        Import what is right although something else is wrong.
    names_checked : bool
        The user has looked at what may be personal data and it is none.
    """

    form: Form | Literal[""] = ""
    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    day_first: bool | None = None
    columns: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    evidence: str = ""
    handling: str = ""
    good_rows: bool = False
    names_checked: bool = False


@dataclass(frozen=True, eq=False)
class Sheet:
    """One rectangle of cells, as the file has it.

    Parameters
    ----------
    name : str
        Name of the sheet or of the member of the ZIP; empty for a lone CSV file.
    header : tuple of str
        The first row, as written.
    cells : pandas.DataFrame
        Text, ``""`` for an empty cell; columns 0, 1, 2, … as in `header`; the index is the row as
        a spreadsheet numbers it (the header is row 1). Rows without any text are left out.
    """

    name: str
    header: tuple[str, ...]
    cells: pd.DataFrame


@dataclass(frozen=True)
class Recognised:
    """How one sheet was understood, to be shown and overruled.

    Parameters
    ----------
    sheet : str
        Name of the sheet.
    table : str
        One of the five tables, ``quick``, ``statistics``, or ``""`` for a sheet left out.
    encoding, delimiter, decimal : str
        As in `Options`; empty where it plays no part (a spreadsheet has no delimiter).
    day_first : bool or None
        How dates with bars were read; None if there is none.
    language : {"es", "en", ""}
        Language of the headers.
    columns : tuple of (str, str)
        Each header as written, and its column; ``""`` where it is left out.
    rows : int
        Rows with text below the header.
    """

    sheet: str
    table: str
    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    day_first: bool | None = None
    language: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    rows: int = 0


@dataclass(frozen=True, eq=False)
class Book:
    """A file as it was read, before anything is made of it.

    Parameters
    ----------
    file : str
        Its name, for messages only.
    sha256 : str
        Of its bytes, hex.
    kind : {"csv", "xlsx", "zip"}
        By content.
    sheets : tuple of Sheet
        In the order of the file.
    encoding, delimiter : mapping of str to str
        By name of the sheet; CSV only.
    faults : tuple of Fault
        What is wrong with its form.
    """

    file: str
    sha256: str
    kind: Literal["csv", "xlsx", "zip"]
    sheets: tuple[Sheet, ...]
    encoding: Mapping[str, str] = field(default_factory=dict)
    delimiter: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class PlaceQuestion:
    """A place that is not known, or may be several.

    Parameters
    ----------
    written : str
        As the file has it.
    candidates : tuple of str
        Ids of places that may be meant, the likeliest first; empty if there is none.
    rows : tuple of (str, int)
        Sheet and row of its first few occurrences.
    count : int
        Number of cells in which it occurs.
    """

    written: str
    candidates: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]
    count: int


@dataclass(frozen=True, eq=False)
class Draft:
    """A file understood: the tables it makes, still as text and unchecked.

    Parameters
    ----------
    file, sha256 : str
        As in `Book`.
    form : {"tables", "quick", "statistics"}
        What the file holds.
    tables : mapping of str to pandas.DataFrame
        By table: text in our columns, codes, ISO dates and place ids where they were understood
        (else as written); index 0, 1, 2, …
    origin : mapping of str to pandas.DataFrame
        By table, same index: ``sheet`` (categorical), ``row`` (int) that each row was made from.
    headers : mapping of (str, str) to str
        Table and column, and the header it stands under in the file.
    lines : pandas.DataFrame
        Every row of the file that must be accounted for, once: ``sheet``, ``row``.
    faults : tuple of Fault
        What could not be understood.
    questions : tuple of PlaceQuestion
        Places to be resolved.
    recognised : tuple of Recognised
        How each sheet was understood.
    """

    file: str
    sha256: str
    form: Form
    tables: Mapping[str, pd.DataFrame]
    origin: Mapping[str, pd.DataFrame]
    headers: Mapping[tuple[str, str], str]
    lines: pd.DataFrame
    faults: tuple[Fault, ...] = ()
    questions: tuple[PlaceQuestion, ...] = ()
    recognised: tuple[Recognised, ...] = ()


@dataclass(frozen=True, eq=False)
class Known:
    """What the register holds already, as far as a new file can clash with it.

    Parameters
    ----------
    cases : pandas.DataFrame
        ``case_id``, ``name``, ``digest`` (`routes.cases.digests`), and ``entry``, the number of
        the audit entry that wrote it.
    sources : pandas.DataFrame
        ``source_id``, ``digest``, ``entry``.
    statistics : pandas.DataFrame
        The columns of `routes.cases.model.STATISTICS` and ``n``, how often the row occurs.
    version : str
        Version of the register; empty where nobody asked one.
    """

    cases: pd.DataFrame
    sources: pd.DataFrame
    statistics: pd.DataFrame
    version: str = ""


@dataclass(frozen=True, eq=False)
class Checked:
    """A file checked: what would be imported, and what becomes of every row.

    Parameters
    ----------
    file, sha256, form, questions, recognised
        As in `Draft`.
    frames : mapping of str to pandas.DataFrame
        Accepted rows by table (``statistics`` too), typed as in `routes.cases.Tables`, all its
        columns, and then ``sheet`` and ``row``.
    lines : pandas.DataFrame
        Every row of the file once: ``sheet``, ``row``, ``status`` (one of `STATUSES`); why a row
        is rejected that is right itself is told by `routes.cases.checking.reasons`.
    faults : tuple of Fault
        Everything found, errors first.
    asks : bool
        Something may be personal data, and the user has not said that it is none: nothing is
        imported before.
    synthetic : bool
        Whether anything accepted is marked SYNTHETIC.
    version : str
        `Known.version`: what the register was when the file was compared with it.
    """

    file: str
    sha256: str
    form: Form
    frames: Mapping[str, pd.DataFrame]
    lines: pd.DataFrame
    faults: tuple[Fault, ...] = ()
    questions: tuple[PlaceQuestion, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    asks: bool = False
    synthetic: bool = False
    version: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """Rows: ``input`` = ``accepted`` + ``rejected`` + ``duplicate``."""
        found = self.lines["status"].value_counts()
        counts = {status: int(found.get(status, 0)) for status in STATUSES}
        return {"input": len(self.lines), **counts}
