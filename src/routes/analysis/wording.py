"""How the answers of an analysis are written: periods, ratios, intervals, what is covered."""

from __future__ import annotations

import math

from routes.analysis.coverage import Coverage
from routes.analysis.periods import Period
from routes.text import Text


def coverage_said(found: Coverage, t: Text) -> str:
    """Return in one sentence how much the chosen places cover, and whether that is the most."""
    share = round(100 * found.value / found.total) if found.total else 0
    counted = t(
        "coverage.said",
        places=t.plural("coverage.places", len(found.picks)),
        n=t.number(found.value),
        of=t.plural(f"coverage.of_{found.weight}", found.total),
        share=t.number(share),
    )
    if found.proven:
        return f"{counted} {t('coverage.proven')}"
    return f"{counted} {t('coverage.not_proven', bound=t.number(found.bound))}"


def span(period: Period) -> str:
    """Return a period as it is read: ``2016–2018``."""
    return str(period.first) if period.years == 1 else f"{period.first}–{period.last}"


def ratio_text(ratio: float, t: Text) -> str:
    """Return a rate ratio as it is read; nothing before has none."""
    if not math.isfinite(ratio):
        return "–"
    return t.number(_rounded(ratio))


def interval_text(low: float, high: float, t: Text) -> str:
    """Return an interval as it is read, with words for an end that does not exist."""
    if math.isinf(high):
        return t("change.interval.open", low=t.number(_rounded(low)))
    return t("change.interval.closed", low=t.number(_rounded(low)), high=t.number(_rounded(high)))


def _rounded(number: float) -> float:
    """Round to what small counts bear: two digits after the point below 10, none above."""
    return round(number, 2) if number < 10 else round(number)
