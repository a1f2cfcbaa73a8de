"""Protected counts in few words: victims of the cases that are not shown one by one, by year.

Every number is a cell of the lattice as it stands there: nothing is added up or taken away.
"""

from __future__ import annotations

from typing import Final

from routes.release.model import Lattice
from routes.text import Text

_ORDER: Final = {"all": 0, "year": 1, "undated": 2}


def yearly(lattice: Lattice, t: Text) -> list[str]:
    """Return the victims of all years together and of each, latest first.

    Parameters
    ----------
    lattice : Lattice
        The protected counts.
    t : Text
        Language of the words.
    """
    frame = lattice.frame
    whole = frame[(frame["area"] == "") & (frame["group"] == "all")].drop_duplicates(
        ["period", "year"]
    )
    rows = whole.to_dict("records")
    rows.sort(key=lambda row: (_ORDER[row["period"]], -_year(row["year"])))
    return [
        t(
            "picture.protected.count",
            period=period_name(row["period"], _year(row["year"]), t),
            victims=t("slides.protected.suppressed")
            if row["suppressed"]
            else t.number(int(row["victims"])),
        )
        for row in rows
    ]


def period_name(name: str, year: int, t: Text) -> str:
    """Put the period of a cell into words."""
    if name == "all":
        return t("slides.protected.all_years")
    return t("slides.protected.undated") if name == "undated" else str(year)


def _year(value: object) -> int:
    return int(str(value)) if str(value).isdigit() else 0
