"""Official statistics: the open data of the national police, and transits through the Darién.

The police count victims by day, municipality and offence; the transits are counted by month (in
early years, by year) and nationality.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import pandas as pd

from geo.places import find, places
from routes.cases.forms.cells import constant, translated
from routes.cases.forms.conventions import Conventions
from routes.cases.forms.dates import iso_date
from routes.cases.forms.drafting import Drafted, origin_of
from routes.cases.forms.numbers import whole
from routes.cases.forms.recognition import Contents, Part
from routes.cases.model import STATISTICS, TRANSIT

_HOME: Final = "COL"
_CODE: Final = 3
"""Letters of a nationality."""

_COUNTED: Final = {"nationality": "offence"}
"""Columns of transits that stand under another name among the statistics."""

_DIGITS: Final = 5
"""Digits of a municipality in DIVIPOLA; the first two are its department."""


def draft_statistics(contents: Contents, own: Conventions) -> Drafted:
    """Make official statistics of the sheets that hold them.

    Names and offences stay as the file writes them; codes of departments become ISO 3166-2,
    those of municipalities DIVIPOLA with their leading zero, dates ISO.

    Parameters
    ----------
    contents : Contents
        The sheets.
    own : Conventions
        How the file writes dates and numbers.
    """
    frames = [part.frame for part in contents.parts]
    origin = origin_of([part.sheet.name for part in contents.parts], frames)
    made = pd.concat([_read_part(part, own) for part in contents.parts], ignore_index=True)
    headers: dict[tuple[str, str], str] = {}
    for part in contents.parts:
        named = {_COUNTED.get(column, column): text for column, text in part.headings.items()}
        headers |= {("statistics", column): text for column, text in named.items()}
    return Drafted({"statistics": made}, {"statistics": origin}, headers, origin)


def _read_part(part: Part, own: Conventions) -> pd.DataFrame:
    if part.table != "transits" or "nationality" not in part.frame:
        return _read(part.frame, own)
    who = translated(part.frame["nationality"], lambda text: TRANSIT + _nationality(text))
    return _read(part.frame.assign(offence=who), own)


def _nationality(written: str) -> str:
    """Return the ISO 3166-1 alpha-3 code of a country by its code or name, else what is written.

    Examples
    --------
    >>> _nationality("cub"), _nationality("Venezuela"), _nationality("OOO")
    ('CUB', 'VEN', 'OOO')
    """
    code = written.strip().upper()
    if len(code) == _CODE or not code:
        return code
    found = [place.id for place in find(written[:80]) if place.level == "country"]
    return found[0] if len(found) == 1 else written


def _read(frame: pd.DataFrame, own: Conventions) -> pd.DataFrame:
    cells = {
        column: frame[column] if column in frame else constant("", frame.index)
        for column in STATISTICS
    }
    municipality = translated(cells["municipality_id"], _municipality)
    department = cells["department_id"].where(cells["department_id"] != "", municipality.str[:2])
    return pd.DataFrame(
        cells
        | {
            "happened_on": translated(
                cells["happened_on"],
                lambda text: iso_date(text, day_first=own.day_first) or text,
            ),
            "department_id": translated(department, _department),
            "municipality_id": municipality,
            "count": translated(
                cells["count"], lambda text: whole(text, decimal=own.decimal) or text
            ),
        },
        index=frame.index,
    )


def _municipality(written: str) -> str:
    """Return a DIVIPOLA code with its leading zero, without the zeros of a populated place.

    Examples
    --------
    >>> _municipality("5001"), _municipality("11001000"), _municipality("5001.0")
    ('05001', '11001', '05001')
    """
    digits = written.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()):
        return written
    if len(digits) in (7, 8) and digits.endswith("000"):
        digits = digits[:-3]
    return digits.zfill(_DIGITS) if 4 <= len(digits) <= _DIGITS else written


def _department(written: str) -> str:
    """Return the ISO 3166-2 code of a department by its DIVIPOLA code or name."""
    digits = written.removesuffix(".0")
    if digits.isascii() and digits.isdigit():
        return _departments().get(digits.zfill(2), written)
    found = [place.id for place in find(written[:80], beyond=False) if _is_department(place.id)]
    return found[0] if len(found) == 1 else written


def _is_department(place_id: str) -> bool:
    place = places()[place_id]
    return place.level == "department" and place.country == _HOME


@cache
def _departments() -> dict[str, str]:
    """Return the departments by the first two digits of their municipalities."""
    return {
        place.id[:2]: place.parent
        for place in places().values()
        if place.country == _HOME and len(place.id) == _DIGITS and place.id.isdigit()
    }
