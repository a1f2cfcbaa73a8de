"""The cases in view as charts: when, what for, how well supported, how many people."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from pages.parts import case_sets, charts, empty, state
from pages.parts.markup import data, element, shown, to_html
from pages.parts.names import case_name
from pages.parts.state import View
from routes.analysis import profile, totals
from routes.analysis.rates import poisson_interval
from routes.charts import bars, columns, intervals
from routes.charts.palette import palette

VIEWS = ("list", "charts")
_MOST_NAMED = 12
_MOST_CASES = 20


def chosen() -> str:
    """Return how the cases are to be seen: one of `VIEWS`; what else a link says is told."""
    given = state.chosen("show")
    if given and given not in VIEWS:
        state.notice("show", given)
        state.choose("show", "")
        return VIEWS[0]
    return given or VIEWS[0]


def _keep() -> None:
    value = st.session_state.get("cases_show") or VIEWS[0]
    state.choose("show", "" if value == VIEWS[0] else value)


def choose(view: View, shown_as: str) -> None:
    """Draw the switch between the list of cases and their charts."""
    st.session_state.cases_show = shown_as
    st.segmented_control(
        view.t("charts.screen.show"),
        VIEWS,
        key="cases_show",
        format_func=lambda each: view.t(f"charts.screen.{each}"),
        required=True,
        label_visibility="collapsed",
        on_change=_keep,
    )


def draw(view: View) -> None:
    """Draw the charts, each with its table, its files and the way back to its cases."""
    t = view.t
    head = element(
        "div",
        element("h1", t("pages.case.title")),
        element("p", t("charts.screen.lead")),
        class_="rutas-prose",
    )
    st.html(to_html(head))
    sums = totals(view.store, view.query)
    if not sums.cases:
        empty.draw(view, sums)
        return
    _draw_timeline(view)
    left, right = st.columns(2, gap="medium")
    with left:
        _draw_purposes(view)
    with right:
        _draw_evidence(view)
    left, right = st.columns(2, gap="medium")
    with left:
        _draw_people(view, "victims")
    with right:
        _draw_people(view, "arrests")


def _draw_timeline(view: View) -> None:
    t, found = view.t, profile.timeline(view.store, view.query)
    frame = found.frame
    year, count = t("charts.timeline.year"), t("charts.timeline.count")
    precisions = {code: t.code("date_precision", code) for code in profile.PRECISIONS}
    long = (
        frame[list(precisions)]
        .rename(columns=precisions)
        .melt(ignore_index=False, var_name="group", value_name="value")
    )
    long = long.reset_index(names="label").assign(label=lambda each: each["label"].astype(str))
    note = t("charts.timeline.note")
    if found.several:
        note = f"{note} {t.plural('charts.timeline.several', found.several)}"
    limits = [poisson_interval(int(each)) for each in frame["cases"]]
    table = pd.DataFrame(
        {
            year: [str(each) for each in frame.index],
            count: frame["cases"].to_numpy(),
            **{name: frame[code].to_numpy() for code, name in precisions.items()},
            t("charts.timeline.low"): [round(low, 2) for low, _ in limits],
            t("charts.timeline.high"): [round(high, 2) for _, high in limits],
        }
    )
    links = [
        charts.cases_address(view, replace(view.query, years=(int(each), int(each))))
        if frame.loc[each, "cases"]
        else ""
        for each in frame.index
    ]
    if len(frame):
        charts.draw(
            view,
            lambda dark: columns(
                long,
                label=year,
                value=count,
                group=t("charts.timeline.precision"),
                colours=_by_precision(dark),
                dark=dark,
            ),
            table,
            key="timeline",
            name=t("charts.timeline.name"),
            title=t("charts.timeline.title"),
            note=f"{note} {t('charts.timeline.interval')}",
            links=links,
        )
    _draw_undated(view, found.undated)


def _by_precision(dark: bool) -> list[str]:
    """Return the colours of days, months and years: the more precise, the stronger."""
    strong, _, middle, weak = reversed(palette(dark=dark).ramp)
    return [strong, middle, weak]


def _draw_undated(view: View, case_ids: tuple[str, ...]) -> None:
    """Name the cases that no year has, each with its link."""
    if not case_ids:
        return
    t = view.t
    parts = [element("span", t.plural("charts.timeline.undated", len(case_ids)))]
    for place, case in enumerate(case_ids[:_MOST_NAMED]):
        name = data(shown(case_name(view.tables, case)))
        address = charts.cases_address(view, case=case)
        parts.append(element("span", ", " if place else " ", element("a", name, href=address)))
    if (rest := len(case_ids) - _MOST_NAMED) > 0:
        more = case_sets.more(view, t("charts.timeline.more", n=t.number(rest)), case_ids)
        parts.append(element("span", " ", more))
    st.html(to_html(element("p", *parts, class_="rutas-foot rutas-links")))


def _draw_purposes(view: View) -> None:
    t = view.t
    found, none = profile.purposes(view.store, view.query)
    names = [t.code("purpose", code) for code in found]
    purpose, count = t("charts.purposes.purpose"), t("charts.purposes.count")
    frame = pd.DataFrame({"label": names, "value": list(found.values())})
    note = t("charts.purposes.note")
    if none:
        note = f"{note} {t.plural('charts.purposes.none', none)}"
    if frame.empty:
        return
    charts.draw(
        view,
        lambda dark: bars(frame, label=purpose, value=count, dark=dark),
        pd.DataFrame({purpose: names, count: list(found.values())}),
        key="purposes",
        name=t("charts.purposes.name"),
        title=t("charts.purposes.title"),
        note=note,
        links=[charts.cases_address(view, replace(view.query, purpose=(code,))) for code in found],
    )


def _draw_evidence(view: View) -> None:
    t, found = view.t, profile.evidence_mix(view.store, view.query)
    names = {code: t.code("evidence", code) for code in found.index}
    kinds = {kind: t(f"charts.evidence.{kind}") for kind in ("legs", "places")}
    long = pd.DataFrame(
        [
            {"label": kinds[kind], "group": names[code], "value": int(found.loc[code, kind])}
            for kind in kinds
            for code in found.index
        ]
    )
    evidence, count = t("charts.evidence.evidence"), t("charts.evidence.count")
    if not long["value"].sum():
        return
    charts.draw(
        view,
        lambda dark: bars(
            long,
            label="",
            value=count,
            group=evidence,
            colours={names[code]: palette(dark=dark).evidence[code] for code in found.index},
            dark=dark,
        ),
        pd.DataFrame(
            {
                evidence: list(names.values()),
                kinds["legs"]: found["legs"].to_numpy(),
                kinds["places"]: found["places"].to_numpy(),
                t("charts.evidence.cases"): found["cases"].to_numpy(),
            }
        ),
        key="evidence",
        name=t("charts.evidence.name"),
        title=t("charts.evidence.title"),
        note=t("charts.evidence.note"),
        links=[
            charts.cases_address(view, replace(view.query, evidence=(code,)))
            if found.loc[code, "cases"]
            else ""
            for code in found.index
        ],
    )


def _draw_people(view: View, measure: str) -> None:
    t, found = view.t, profile.spread(view.store, view.query, measure)
    frame, title = found.frame, t(f"charts.people.{measure}_title")
    if frame.empty:
        charts.draw_head(title, t("charts.people.none"))
        return
    names = [shown(case_name(view.tables, each)) for each in frame["case_id"]]
    words = {name: t(f"charts.people.{name}") for name in ("case", "low", "high")}
    note = t("charts.people.note")
    if found.missing:
        note = f"{note} {t.plural('charts.people.missing', found.missing)}"
    if len(frame) > _MOST_CASES:
        note = f"{note} {t('charts.people.shown', shown=t.number(_MOST_CASES))}"
    drawn = frame.assign(label=_unlike(names)).head(_MOST_CASES)
    table = pd.DataFrame(
        {
            words["case"]: names,
            t(f"charts.people.{measure}"): frame["value"],
            t("charts.people.qualifier"): [
                t.code("qualifier", each) for each in frame["qualifier"]
            ],
            words["low"]: frame["low"],
            words["high"]: frame["high"],
            t("charts.people.sources"): frame["sources"],
        }
    )
    charts.draw(
        view,
        lambda dark: intervals(
            drawn,
            label=words["case"],
            value=t(f"charts.people.{measure}"),
            low=words["low"],
            high=words["high"],
            dark=dark,
        ),
        table,
        key=measure,
        name=t(f"charts.people.{measure}_name"),
        title=title,
        note=note,
        links=[charts.cases_address(view, case=each) for each in frame["case_id"]],
    )


def _unlike(names: list[str]) -> list[str]:
    """Return names with a number behind those that another case has too."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
