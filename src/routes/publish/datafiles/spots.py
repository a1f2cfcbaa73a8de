"""Places in a data file: where they are, and how precisely that is known."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from geo.places import Place, places
from routes.flows import Flows
from routes.publish.datafiles.lines import DECIMALS
from routes.publish.datafiles.model import PLACES
from routes.release import Release
from routes.text import Text


def spot_columns(
    prefix: str, ids: pd.Series[Any], names: pd.Series[Any] | None, *, lang: str = "es"
) -> dict[str, pd.Series[Any]]:
    """Return the columns that tell of a place, for a column of ids.

    Parameters
    ----------
    prefix : str
        Put before the name of each column: ``id``, ``name``, ``level``, ``lon``, ``lat``.
    ids : Series of str
        Ids of places. Of an id that no place has only itself is told.
    names : Series of str or None
        What the places are called; None for their names in `lang`.
    lang : {"es", "en"}
        Language of the names.
    """
    known = {each: places().get(each) for each in ids.unique()}
    called = {each: each if found is None else found.name(lang) for each, found in known.items()}
    columns = {
        "id": ids,
        "name": ids.map(called) if names is None else names,
        "level": ids.map({each: found.level if found else "" for each, found in known.items()}),
        "lon": ids.map({each: _degrees(found, "lon") for each, found in known.items()}),
        "lat": ids.map({each: _degrees(found, "lat") for each, found in known.items()}),
    }
    kept = {name: column.astype(object) for name, column in columns.items() if name[0] != "l"}
    kept["level"] = columns["level"].astype(object)
    kept |= {name: columns[name].astype(float) for name in ("lon", "lat")}
    return {prefix + name: kept[name] for name in columns}


def mention_spots(mentions: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    """Return the columns that tell where the places are that stand on their own."""
    found = spot_columns("", mentions["place"], mentions["name"])
    return {"place_id": found.pop("id"), **found}


def place_rows(release: Release, found: Flows, t: Text) -> pd.DataFrame:
    """Return every place that a release names, by id.

    Parameters
    ----------
    release : Release
        What may leave the house.
    found : Flows
        Its flows and mentions.
    t : Text
        Language of the names.
    """
    tables = release.tables
    ids = {
        *found.frame["from"],
        *found.frame["to"],
        *found.mentions["place"],
        *tables.stops["place_id"],
        *tables.events["place_id"],
    }
    known = [place for each in sorted(ids) if (place := places().get(each)) is not None]
    told = found.mentions[["cases", "statements", "evidence"]].itertuples(index=False, name=None)
    mentions = dict(zip(found.mentions["place"], told, strict=True))
    rows = [(*_row(place, t), *mentions.get(place.id, (0, 0, ""))) for place in known]
    return pd.DataFrame(rows, columns=list(PLACES))


def _row(place: Place, t: Text) -> tuple[object, ...]:
    area = place.kind == "informal_area"
    return (
        place.id,
        place.name(t.lang),
        place.level,
        t(f"datafiles.precision.{'area' if area else place.level}"),
        place.kind,
        place.parent,
        place.country,
        _degrees(place, "lon"),
        _degrees(place, "lat"),
    )


def _degrees(place: Place | None, which: Literal["lon", "lat"]) -> float:
    return float("nan") if place is None else round(getattr(place, which), DECIMALS)
