"""The corridors of mixed migration: a map in their own colour, and the same in words."""

from __future__ import annotations

import pandas as pd

from pages.parts import charts
from pages.parts.state import View
from routes.analysis import migration
from routes.charts import corridor_map


def draw(view: View) -> None:
    """Draw the corridors on a map, with what the report says of each."""
    t, found = view.t, migration.corridors()
    ways = [(each.id, each.stops, each.mode == "sea") for each in found]
    share = t(
        "context.corridors.share",
        routes=t.number(migration.ROUTES_IN_REPORT),
        share=t.number(migration.FLOW_SHARE),
    )
    charts.draw(
        view,
        lambda dark: corridor_map(
            ways, label=t("context.corridors.corridor"), dark=dark, lang=view.lang
        ),
        _table(view, found),
        key="migration",
        name="corredores-migracion-2022" if view.lang == "es" else "migration-corridors-2022",
        title=t("context.corridors.title"),
        note=f"{t('context.corridors.note')} {share}",
        of_cases=False,
        table_open=True,
    )


def _table(view: View, found: tuple[migration.Corridor, ...]) -> pd.DataFrame:
    t, lang = view.t, view.lang

    def names(places: tuple[object, ...]) -> str:
        return ", ".join(each.name(lang) for each in places) or "–"  # type: ignore[attr-defined]

    columns = {
        "corridor": [each.id for each in found],
        "from_country": [each.country.name(lang) for each in found],
        "start": [each.stops[0].name(lang) for each in found],
        "via": [names(each.stops[1:-1]) for each in found],
        "end": [each.stops[-1].name(lang) for each in found],
        "way": [each.way(lang) or "–" for each in found],
        "source": [t("pages.sets.migration.source") for _ in found],
    }
    return pd.DataFrame({t(f"context.corridors.{name}"): cells for name, cells in columns.items()})
