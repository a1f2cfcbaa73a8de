"""The population of the departments, year by year, as DANE projects it from the census of 2018."""

from __future__ import annotations

import csv
from functools import cache

import numpy as np
import pandas as pd

from geo import DATA
from geo.layers import departments


@cache
def population() -> pd.DataFrame:
    """Return the people of each department (columns: ISO 3166-2) by year (index).

    All 33 departments in the order of DANE's codes, every year from the first to the last; a year
    that is not there is not known. Not to be changed.

    Examples
    --------
    >>> int(population().loc[2018].sum())
    48258494
    """
    layer = departments()
    codes = dict(zip(layer["dept_code"], layer["iso"], strict=True))
    path = DATA / "population" / "departments.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (int(row["year"]), codes[row["dept_code"]], int(row["population"]))
            for row in csv.DictReader(file)
        ]
    table = pd.DataFrame(rows, columns=["year", "department_id", "people"]).pivot(
        index="year", columns="department_id", values="people"
    )
    return table[list(layer["iso"])].astype(np.int64)
