"""What may leave the house: a `Release`, the only thing that exporters accept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import pandas as pd

from routes.cases.model import SYNTHETIC_MARK, Tables
from routes.query import RouteQuery
from routes.text import Text, load

Audience = Literal["public", "internal"]
MadeUp = Literal["", "all", "some", "counts"]
AUDIENCES: Final[tuple[Audience, ...]] = ("public", "internal")


class RefusedError(ValueError):
    """Raised when something must not leave; says which rule forbids it, in both languages.

    Parameters
    ----------
    rule : str
        A key of ``text/<language>/release.toml``, with its stem: ``release.<rule>``; the sentences
        are ``<rule>.rule`` and ``<rule>.fix``.
    details : tuple of (str, str)
        What the sentences are filled with.
    """

    def __init__(self, rule: str, details: tuple[tuple[str, str], ...] = ()) -> None:
        self.rule = rule
        self.details = details
        super().__init__(self.told(load("en")))

    def told(self, t: Text) -> str:
        """Return which rule forbids it and what to do, in the language of `t`."""
        filled = dict(self.details)
        return f"{t(f'{self.rule}.rule', **filled)} {t(f'{self.rule}.fix', **filled)}"


@dataclass(frozen=True)
class SavedView:
    """One view that the author chose for a briefing.

    Parameters
    ----------
    query : RouteQuery
        What it shows; within what the release holds.
    level : {"place", "department", "country"}
        Level of the map.
    selected : str
        What is selected (``flow:A>B``, ``place:A``…); empty for nothing.
    title, note : str
        The author's words.
    """

    query: RouteQuery
    level: str = "place"
    selected: str = ""
    title: str = ""
    note: str = ""


@dataclass(frozen=True, eq=False)
class Lattice:
    """Protected counts of the cases that may not be shown one by one.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a cell: ``geography`` (``origin`` or ``destination``), ``area`` (place id, or
        ``""`` for all), ``year`` (``Int64``; missing for all or unknown, see ``period``),
        ``period`` (``year``, ``all`` or ``undated``), ``group`` (``all``, ``minors``, ``adults``,
        ``women`` …), ``victims`` (``Int64``, rounded to `rounding`; missing where suppressed) and
        ``suppressed`` (bool). Nothing else is known of these cases.
    threshold : int
        Least number of victims that is shown.
    rounding : int
        Every number shown is a multiple of it.
    """

    frame: pd.DataFrame
    threshold: int = 11
    rounding: int = 5


@dataclass(frozen=True)
class Manifest:
    """Where a release comes from; every file carries it.

    Parameters
    ----------
    release_id : str
        First 16 hex digits of the SHA-256 of all that the release holds.
    audience : {"public", "internal"}
        For whom it is.
    made_on : datetime.date
        The date that it says.
    data_version, register_version : str
        Of the tables shown, and of the register (64 zeros without one).
    query : mapping of str to str
        The filter, as link parameters.
    policy : str
        Name and version of the rules of disclosure control.
    code_version : str
        Version of the product.
    sources : tuple of str
        Ids of the sources that the release cites, ascending.
    user : str
        Who made it; internal releases only.
    synthetic : bool
        Whether anything in it is made up.
    """

    release_id: str
    audience: Audience
    made_on: date
    data_version: str
    register_version: str
    query: Mapping[str, str]
    policy: str
    code_version: str
    sources: tuple[str, ...]
    user: str = ""
    synthetic: bool = False


@dataclass(frozen=True, eq=False)
class Release:
    """What may leave the house, for one audience.

    Parameters
    ----------
    tables : Tables
        The cases that are shown one by one and nothing else: those of the query, as far as
        the audience may see them, with the sources they cite and allowed columns only.
    query : RouteQuery
        The filter that chose them.
    lattice : Lattice or None
        Protected counts of the other cases; None where there are none.
    views : tuple of SavedView
        Views for the briefing, in order.
    title : str
        The author's title; empty for the product's own.
    manifest : Manifest
        Where it comes from.
    suppressed : mapping of str to int
        What is not shown, by reason: number of cells or cases.
    after : str
        Hash of the last entry of the ledger with which it was audited; no exporter writes it.
    """

    tables: Tables
    query: RouteQuery
    lattice: Lattice | None
    views: tuple[SavedView, ...]
    title: str
    manifest: Manifest
    suppressed: Mapping[str, int]
    after: str = ""

    @property
    def made_up(self) -> MadeUp:
        """What of it is made up: nothing (``""``), ``all`` that it shows, or ``some`` cases, named
        SYNTHETIC, beside real ones; ``counts`` if its protected counts may hold such cases too."""
        if not self.manifest.synthetic:
            return ""
        if self.tables.cases["name"].str.startswith(SYNTHETIC_MARK).all():
            return "all"
        return "some" if self.lattice is None else "counts"
