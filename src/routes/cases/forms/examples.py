"""The made-up rows of the templates: written there, and left out when a file is read."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from routes.cases.forms.recognition import Part
from routes.cases.forms.remarks import Remarks
from routes.cases.model import SYNTHETIC_MARK
from routes.text import LANGUAGES, load

_IDS: Final = {"es": "ejemplo", "en": "example"}
_KEYS: Final = {"sources": "source_id", "quick": "case"}


def examples(table: str, lang: str) -> list[dict[str, str]]:
    """Return the example rows of a table, by column, as the template writes them.

    Parameters
    ----------
    table : str
        One of the five tables, or ``quick``.
    lang : {"es", "en"}
        Language of the template.

    Examples
    --------
    >>> examples("quick", "en")[0]["route"]
    'Tibú > Cúcuta > Puente Simón Bolívar > Caracas > Panamá (air)'
    >>> examples("stops", "es")[0]["case_id"]
    'SYNTHETIC-ejemplo'
    """
    t = load(lang)
    case = f"{SYNTHETIC_MARK}-{_IDS[lang]}"
    source = f"{case}-1"
    note = {f"note_{lang}": t("forms.example.reason")}
    rows: dict[str, list[dict[str, str]]] = {
        "sources": [
            {
                "source_id": source,
                "publisher": t("forms.example.publisher"),
                "title": t("forms.example.title"),
                "published_on": "2020-12-15",
                "date_precision": t.code("date_precision", "day"),
                "language": lang,
                "reliability": t.code("reliability", "F"),
            }
        ],
        "cases": [
            {
                "case_id": case,
                "name": t("forms.example.case_name"),
                "kind": t.code("kind", "case"),
                "status": t.code("status", "alleged"),
                "period_start": "2020-11",
                "period_end": "2020-12",
                "date_precision": t.code("date_precision", "month"),
                "purposes": t.code("purpose", "unspecified"),
                "handling": t.code("handling", "reserved"),
            }
        ],
        "stops": [
            {
                "case_id": case,
                "route_no": "1",
                "stop_no": str(number),
                "role": t.code("role", role),
                "place_id": place,
                "mode": t.code("mode", mode),
                "evidence": t.code("evidence", "inferred"),
                "credibility": t.code("credibility", "6"),
                "source_id": source,
                **note,
            }
            for number, (role, place, mode) in enumerate(
                (
                    ("recruitment", "Tibú", "unknown"),
                    ("transit", "Cúcuta", "land"),
                    ("exploitation", "Caracas", "unknown"),
                ),
                1,
            )
        ],
        "events": [
            {
                "case_id": case,
                "event": t.code("event", "rescue"),
                "place_id": "Cúcuta",
                "happened_on": "2020-12-15",
                "date_precision": t.code("date_precision", "day"),
                "source_id": source,
            }
        ],
        "figures": [
            {
                "case_id": case,
                "measure": t.code("measure", "victims"),
                "value": "3",
                "qualifier": t.code("qualifier", "at_least"),
                "source_id": source,
                "preferred": t("forms.guide.yes"),
            }
        ],
        "quick": [_quick(lang)],
    }
    return rows.get(table, [])


def _quick(lang: str) -> dict[str, str]:
    t = load(lang)
    mode = {"es": "aéreo", "en": "air"}[lang]
    return {
        "route": f"Tibú > Cúcuta > Puente Simón Bolívar > Caracas > Panamá ({mode})",
        "case": t("forms.example.case_name"),
        "period": {"es": "dic 2020", "en": "Dec 2020"}[lang],
        "purposes": t.code("purpose", "unspecified"),
        "victims": {"es": "al menos 3", "en": "at least 3"}[lang],
        "source": t("forms.example.publisher"),
        "source_date": "2020-12-15",
        "reliability": t.code("reliability", "F"),
        "evidence": t.code("evidence", "inferred"),
        f"reason_{lang}": t("forms.example.reason"),
        "credibility": t.code("credibility", "6"),
        "handling": t.code("handling", "reserved"),
    }


def without_examples(part: Part, remarks: Remarks) -> pd.DataFrame:
    """Return the rows of a sheet without the example rows of our templates.

    A row is left out only if it stands as the template has it, in all its columns; one that keeps
    the example's code but says something else is a fault, so that nothing is lost unseen.
    """
    frame = part.frame
    key = _KEYS.get(part.table, "case_id")
    if key not in frame:
        return frame
    marked = frame[frame[key].isin(_marks(part.table, key))]
    known = [row for lang in LANGUAGES for row in examples(part.table, lang)]
    same = np.zeros(len(marked), dtype=bool)
    for row in known:
        wanted = [row.get(str(column), "") for column in marked.columns]
        same |= (marked == wanted).all(axis=1).to_numpy(bool)
    remarks.count("example_left_out", int(same.sum()), sheet=part.sheet.name)
    changed = marked[~same]
    cells = [(part.sheet.name, int(str(row)), str(text)) for row, text in changed[key].items()]
    remarks.rows("example_changed", cells, column=part.headings[key], severity="error")
    return frame[~frame.index.isin(marked.index[same])]


@cache
def _marks(table: str, key: str) -> frozenset[str]:
    return frozenset(row[key] for lang in LANGUAGES for row in examples(table, lang))
