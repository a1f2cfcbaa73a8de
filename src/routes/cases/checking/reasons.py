"""Why each rejected row of a file was rejected, in words."""

from __future__ import annotations

import pandas as pd

from routes.cases.intake.model import REJECTED, Checked
from routes.text import Text

_ALIKE = "checks.more_alike"


def reasons(checked: Checked, t: Text) -> pd.Series[str]:
    """Return the reasons for which the rejected rows of a file were rejected.

    A row that is wrong itself is given everything that is wrong with it; one that is right, the
    row at fault or that all is held back.

    Parameters
    ----------
    checked : Checked
        A file that was checked.
    t : Text
        The language.

    Returns
    -------
    pandas.Series of str
        One for each rejected row of ``checked.lines``, on its index.
    """
    lines = checked.lines[checked.lines["status"] == REJECTED]
    if lines.empty:
        return pd.Series([], index=lines.index, dtype="str")
    own: dict[tuple[str, int], list[str]] = {}
    for fault in checked.faults:
        if fault.severity == "error" and fault.row is not None:
            head = f"{fault.column}: " if fault.column else ""
            said = f"{head}{fault.rule_text(t)} {fault.fix_text(t)}".strip()
            own.setdefault((fault.sheet, fault.row), []).append(said)
    said_of = [
        " ".join(own[sheet, row]) if (sheet, row) in own else _other(t, reason, at_sheet, at_row)
        for sheet, row, reason, at_sheet, at_row in zip(
            lines["sheet"].astype("str"),
            lines["row"],
            lines["reason"].astype("str"),
            lines["because_sheet"].astype("str"),
            lines["because_row"].astype("Int64").fillna(0),
            strict=True,
        )
    ]
    return pd.Series(said_of, index=lines.index, dtype="str")


def _other(t: Text, reason: str, sheet: str, row: int) -> str:
    key = "checks.place.in_sheet" if sheet else "checks.place.row"
    place = t(key, row=row, sheet=sheet) if row else ""
    rule = reason or _ALIKE
    return f"{t(f'{rule}.rule', place=place)} {t(f'{rule}.fix')}"
