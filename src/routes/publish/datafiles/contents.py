"""From a release to the tables of its data files."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from routes.cases.model import BOOLEANS, INTEGERS, SYNTHETIC_MARK
from routes.flows import Flows, flows, store
from routes.publish.datafiles.model import (
    FLOWS,
    LATTICE,
    MENTIONS,
    NOTICE,
    PLACES,
    Contents,
    Kind,
    Table,
)
from routes.publish.datafiles.spots import mention_spots, place_rows, spot_columns
from routes.release import Release
from routes.release.columns import ALLOWED
from routes.text import Text, load


def gather(release: Release, *, lang: str) -> Contents:
    """Gather the tables of a release, with the columns that its audience may see.

    Parameters
    ----------
    release : Release
        What may leave the house.
    lang : {"es", "en"}
        Language of names.
    """
    t = load(lang)
    found = flows(store(release.tables), release.query, lang=lang)
    tables = [
        Table("flows", FLOWS, _flows(found)),
        Table("mentions", MENTIONS, _mentions(found)),
        *(_records(release, name) for name in ("cases", "stops", "events", "figures", "sources")),
        Table("places", PLACES, _ordered(place_rows(release, found, t), PLACES)),
    ]
    if release.lattice is not None:
        tables.append(Table("lattice", LATTICE, _lattice(release.lattice.frame, lang)))
    notice = _notice(release, t)
    marked = [_marked(each, notice) for each in tables] if notice else tables
    return Contents(release, t, notice, tuple(marked))


def _notice(release: Release, t: Text) -> str:
    internal = release.manifest.audience == "internal"
    marks = [SYNTHETIC_MARK] if release.manifest.synthetic else []
    return " ".join([*marks, t("datafiles.internal")] if internal else marks)


def _marked(table: Table, notice: str) -> Table:
    frame = table.frame.copy()
    frame.insert(0, NOTICE, notice)
    return Table(table.name, {NOTICE: "text", **table.kinds}, frame)


def _flows(found: Flows) -> pd.DataFrame:
    frame = found.frame
    made = {
        **spot_columns("from_", frame["from"], frame["from_name"]),
        **spot_columns("to_", frame["to"], frame["to_name"]),
        **{name: frame[name] for name in frame.columns if name in FLOWS},
    }
    return _ordered(pd.DataFrame(made), FLOWS)


def _mentions(found: Flows) -> pd.DataFrame:
    frame = found.mentions
    made = {
        **mention_spots(frame),
        **{name: frame[name] for name in frame.columns if name in MENTIONS},
    }
    return _ordered(pd.DataFrame(made), MENTIONS)


def _records(release: Release, name: str) -> Table:
    """Return one of the case tables without the columns that its audience may not see."""
    kinds: dict[str, Kind] = {}
    for column in ALLOWED[release.manifest.audience][name]:
        whole = column in INTEGERS[name]
        kinds[column] = "integer" if whole else "boolean" if column in BOOLEANS[name] else "text"
    return Table(name, kinds, _ordered(release.tables.table(name), kinds))


def _lattice(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    names = spot_columns("", frame["area"], None, lang=lang)["name"]
    return _ordered(frame.assign(area_name=names), LATTICE)


def _ordered(frame: pd.DataFrame, kinds: Mapping[str, Kind]) -> pd.DataFrame:
    """Return the columns in order and in their types."""
    made = {}
    for column, kind in kinds.items():
        cells = frame[column]
        if kind == "integer":
            cells = cells.astype("Int64")
        elif kind == "text":
            cells = cells.astype(object)
        made[column] = cells.reset_index(drop=True)
    return pd.DataFrame(made)
