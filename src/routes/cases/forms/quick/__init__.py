"""The quick form: a row is a route, and becomes stops, a case, a source and figures."""

from __future__ import annotations

from typing import Final

from routes.cases.forms.conventions import Conventions
from routes.cases.forms.drafting import Drafted, completed
from routes.cases.forms.places import PlaceNames
from routes.cases.forms.quick.cases import draft_cases
from routes.cases.forms.quick.figures import MEASURES, draft_figures
from routes.cases.forms.quick.rows import Routes, routes_of
from routes.cases.forms.quick.sources import draft_sources
from routes.cases.forms.quick.stops import draft_stops
from routes.cases.forms.recognition import Contents
from routes.cases.forms.remarks import Remarks
from routes.cases.intake.model import Options

_STANDS_UNDER: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "sources": {
        "source_id": ("source",),
        "publisher": ("source",),
        "title": ("title", "source"),
        "url": ("url",),
        "published_on": ("source_date",),
        "reliability": ("reliability",),
    },
    "cases": {
        "case_id": ("case", "route"),
        "name": ("case", "route"),
        "period_start": ("period_start", "period"),
        "period_end": ("period_end", "period"),
        "purposes": ("purposes",),
        "means": ("means",),
        "recruitment": ("recruitment",),
        "handling": ("handling",),
        "status": ("status",),
        "authority": ("authority",),
        "summary_es": ("summary_es",),
        "summary_en": ("summary_en",),
        "note_es": ("note_es",),
        "note_en": ("note_en",),
    },
    "stops": {
        "place_id": ("route",),
        "role": ("route",),
        "mode": ("route",),
        "evidence": ("evidence",),
        "credibility": ("credibility",),
        "source_id": ("source",),
        "note_es": ("reason_es",),
        "note_en": ("reason_en",),
    },
    "figures": {"nationality": ("nationality",), "source_id": ("source",)},
}
"""The column of the form that each column of a table is made of: the first that is there."""


def draft_quick(
    contents: Contents, options: Options, own: Conventions, names: PlaceNames, remarks: Remarks
) -> Drafted:
    """Make the tables of routes.

    Parameters
    ----------
    contents : Contents
        The sheets.
    options : Options
        What the user has decided.
    own : Conventions
        How the file writes dates and numbers.
    names : PlaceNames
        Resolves places.
    remarks : Remarks
        Where to add what was assumed.
    """
    routes = routes_of(contents, remarks)
    sources, source_id = draft_sources(routes, own, remarks)
    made = {
        "sources": sources,
        "cases": draft_cases(routes, own, options, remarks),
        "stops": draft_stops(routes, source_id, names, options, remarks),
        "figures": draft_figures(routes, source_id, own),
    }
    return Drafted(
        {table: completed(rows.frame, table) for table, rows in made.items()},
        {
            table: routes.origin.iloc[rows.rows].reset_index(drop=True)
            for table, rows in made.items()
        },
        _headers(routes),
        routes.origin,
    )


def _headers(routes: Routes) -> dict[tuple[str, str], str]:
    headers = {
        (table, column): heading
        for table, columns in _STANDS_UNDER.items()
        for column, written in columns.items()
        if (heading := routes.heading(*written))
    }
    measures = [routes.headings[each] for each in MEASURES if each in routes.headings]
    if measures:
        headers["figures", "value"] = " / ".join(measures)
    return headers
