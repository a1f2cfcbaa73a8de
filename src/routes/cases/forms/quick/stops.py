"""The stops of the quick form: the places of each route cell, in order."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from geo.places import places
from routes.cases.forms.cells import at, constant, filled, text_column, translated
from routes.cases.forms.chain import Chain, chain
from routes.cases.forms.columns import tell_words
from routes.cases.forms.grouping import Numbers
from routes.cases.forms.labels import code_of
from routes.cases.forms.places import PlaceNames
from routes.cases.forms.quick.rows import Made, Routes
from routes.cases.forms.remarks import Remarks
from routes.cases.intake.model import Options
from routes.text import load

_CROSSINGS: Final = ("crossing", "informal_area")


def draft_stops(
    routes: Routes,
    source_id: pd.Series[str],
    names: PlaceNames,
    options: Options,
    remarks: Remarks,
) -> Made:
    """Return one row for each place of each route.

    The first place is the recruitment, the last the exploitation, a border crossing a crossing and
    every other one transit, unless the route says otherwise in brackets.

    Parameters
    ----------
    routes : Routes
        The rows.
    source_id : pandas.Series of str
        Source of each row.
    names : PlaceNames
        Resolves places.
    options : Options
        What the user has decided.
    remarks : Remarks
        Where to add what was assumed.
    """
    chains, code = _chains(routes, names, remarks)
    lengths = np.array([len(each.stages) for each in chains], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    row = np.repeat(np.arange(len(code)), lengths[code])
    begins = np.cumsum(lengths[code]) - lengths[code]
    number = np.arange(len(row)) - begins[row]
    stage = starts[code][row] + number
    last = number == lengths[code][row] - 1
    stages = [each for one in chains for each in one.stages]
    origin = routes.origin.iloc[row].reset_index(drop=True)
    place_id = names.resolve(at(text_column([each.place for each in stages]), stage), origin)
    role = at(text_column([each.role for each in stages]), stage)
    resting = _resting(routes, options, remarks)
    frame = pd.DataFrame(
        {
            "case_id": at(routes.case_id, row),
            "route_no": _written(routes.route_no[row]),
            "stop_no": _written(number + 1),
            "role": role.where(role != "", _roles(place_id, number == 0, last)),
            "place_id": place_id,
            "mode": filled(at(text_column([each.mode for each in stages]), stage), "unknown"),
            **{column: at(cells, row) for column, cells in resting.items()},
            "source_id": at(source_id, row),
        }
    )
    return Made(frame, row)


def _chains(routes: Routes, names: PlaceNames, remarks: Remarks) -> tuple[list[Chain], Numbers]:
    """Return the distinct routes, and which of them each row has."""
    code, distinct = pd.factorize(routes.frame["route"])
    chains = [chain(str(text), lambda name: names.meant(name) is not None) for text in distinct]
    heading = routes.heading("route")
    dashed = np.flatnonzero(np.array([each.dashed for each in chains], dtype=bool)[code])
    short = np.flatnonzero(~np.array([each.is_whole for each in chains], dtype=bool)[code])
    remarks.rows("route_dashes", routes.cells("route", dashed), column=heading)
    remarks.rows("route_short", routes.cells("route", short), column=heading, severity="error")
    return chains, code.astype(np.int64)


def _roles(place_id: pd.Series[str], first: np.ndarray, last: np.ndarray) -> pd.Series[str]:
    """Return what happens at stops, by their place in the route and their kind."""
    between = translated(place_id, _role_between)
    ends = between.where(~last, "exploitation")
    return ends.where(~first, "recruitment")


def _role_between(place_id: str) -> str:
    place = places().get(place_id)
    return "crossing" if place is not None and place.kind in _CROSSINGS else "transit"


def _resting(routes: Routes, options: Options, remarks: Remarks) -> dict[str, pd.Series[str]]:
    """Return what each row rests on: evidence, credibility and the reason for an inference."""
    frame = routes.frame
    heading = routes.heading("evidence")
    tell_words("evidence", frame["evidence"], heading, remarks)
    said = translated(frame["evidence"], lambda text: code_of("evidence", text) or text)
    usual = options.evidence or "inferred"
    unsaid = (said == "").to_numpy(bool)
    remarks.count(f"evidence_{usual}", int(unsaid.sum()), column=heading)
    grades = translated(frame["credibility"], lambda text: code_of("credibility", text) or text)
    ungraded = int((grades == "").sum())
    remarks.count("default_credibility", ungraded, column=routes.heading("credibility"))
    bare = unsaid & ((frame["reason_es"] == "") & (frame["reason_en"] == "")).to_numpy(bool)
    assumed = bare & (usual == "inferred")
    notes = {}
    for lang in ("es", "en"):
        reason = constant(load(lang)("forms.assumed.reason"), frame.index)
        notes[f"note_{lang}"] = frame[f"reason_{lang}"].where(~assumed, reason)
    return {"evidence": filled(said, usual), "credibility": filled(grades, "6"), **notes}


def _written(numbers: Numbers) -> pd.Series[str]:
    return pd.Series(numbers).astype(str).astype(constant("", pd.RangeIndex(0)).dtype)
