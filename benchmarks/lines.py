"""Made-up cases, and the lines of their flows in the form in which the peers draw them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely.geometry import LineString

from geo.lines import curve
from geo.places import places
from routes.cases import Tables, read_tables
from routes.cases.synth import write_synthetic
from routes.flows import flows, store
from routes.query import RouteQuery

SEED = 7
DECIMALS = 4
EVERYTHING = RouteQuery()


def made_up(folder: Path, *, cases: int, pairs: int | None = None) -> Tables:
    """Make up cases, write them into a folder and read them as a user's tables are read."""
    write_synthetic(folder, cases=cases, flows=pairs, seed=SEED)
    return read_tables(folder)


@dataclass(frozen=True)
class Lines:
    """The flows of some tables with their schematic curves.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a flow: ``from_name``, ``to_name``, ``cases``, ``from_lon``, ``from_lat``,
        ``to_lon``, ``to_lat``, in degrees.
    curves : list of LineString
        The curve of each flow, 32 points in longitude and latitude, as our map draws it.
    """

    frame: pd.DataFrame
    curves: list[LineString]

    def __len__(self) -> int:
        return len(self.frame)

    @cached_property
    def geometries(self) -> gpd.GeoDataFrame:
        """Names, counts and curves, EPSG:4326."""
        columns = self.frame[["from_name", "to_name", "cases"]]
        return gpd.GeoDataFrame(columns, geometry=self.curves, crs="EPSG:4326")

    @cached_property
    def latlon(self) -> list[list[tuple[float, float]]]:
        """The points of each curve as Leaflet wants them: latitude first."""
        return [[(lat, lon) for lon, lat in each.coords] for each in self.curves]

    def names(self) -> list[str]:
        """Return what each line is called: from where to where."""
        columns = zip(self.frame.from_name, self.frame.to_name, strict=True)
        return [f"{start} → {end}" for start, end in columns]


def lines(tables: Tables, query: RouteQuery = EVERYTHING) -> Lines:
    """Draw the flows between places that a query finds; flows within one are left out."""
    found = flows(store(tables), query, lang="es").frame
    found = found[found["from"] != found["to"]].reset_index(drop=True)
    known = places()
    ends = {
        f"{end}_{axis}": [getattr(known[each], axis) for each in found[end]]
        for end in ("from", "to")
        for axis in ("lon", "lat")
    }
    frame = found[["from_name", "to_name", "cases"]].assign(**ends)
    curves = [
        _rounded(curve((row.from_lon, row.from_lat), (row.to_lon, row.to_lat)))
        for row in frame.itertuples()
    ]
    return Lines(frame, curves)


def _rounded(line: LineString) -> LineString:
    """Give the peers short numbers: four decimals are ten metres."""
    return LineString([(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in line.coords])
