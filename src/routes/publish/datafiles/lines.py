"""Flows as lines that any map reads: longitudes from -180 to 180, cut where they meet."""

from __future__ import annotations

from typing import Any, Final

import antimeridian
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString

from geo.lines import curve

DECIMALS: Final = 6
"""Of every coordinate in degrees: about a decimetre, as RFC 7946 advises."""

_EDGE: Final = 180.0
_SAME_DECIMALS: Final = 9
"""Longitudes that differ by less are the same: a tenth of a millimetre."""


def flow_lines(flows: pd.DataFrame) -> NDArray[Any]:
    """Draw the schematic curve of each flow.

    Parameters
    ----------
    flows : pandas.DataFrame
        ``from_lon``, ``from_lat``, ``to_lon``, ``to_lat`` in degrees.

    Returns
    -------
    array of shapely geometries
        Lines in degrees (longitude, latitude), EPSG:4326. A line that crosses the antimeridian is
        a multi-line with its parts cut there, as section 3.1.9 of RFC 7946 has it.
    """
    ends = flows[["from_lon", "from_lat", "to_lon", "to_lat"]].to_numpy(float)
    lines = np.empty(len(ends), dtype=object)
    for number, (lon, lat, other_lon, other_lat) in enumerate(ends.tolist()):
        lines[number] = cut(curve((lon, lat), (other_lon, other_lat)))
    return np.asarray(shapely.transform(lines, lambda degrees: np.round(degrees, DECIMALS)))


def cut(line: LineString) -> LineString | MultiLineString:
    """Bring a line with unwrapped longitudes to -180 to 180, cut at the antimeridian.

    Parameters
    ----------
    line : LineString
        Degrees; longitudes of any number of turns, neighbours less than 180° apart.

    Examples
    --------
    >>> print(cut(LineString([(-170, 0), (-190, 10)])))
    MULTILINESTRING ((-170 0, -180 5), (180 5, 170 10))
    >>> print(cut(LineString([(-246, 20), (-250, 25)])))
    LINESTRING (114 20, 110 25)
    """
    west, _, east, _ = line.bounds
    if west >= -_EDGE and east <= _EDGE:
        return line
    degrees = shapely.get_coordinates(line)
    # Beside the antimeridian by the error of a calculation, vertices would jump from side to side.
    degrees[:, 0] = np.round(degrees[:, 0], _SAME_DECIMALS)
    if np.abs(degrees[:, 0]).max() <= _EDGE:
        return LineString(degrees)
    degrees[:, 0] = (degrees[:, 0] + _EDGE) % (2 * _EDGE) - _EDGE
    return antimeridian.fix_line_string(LineString(degrees), great_circle=False)
