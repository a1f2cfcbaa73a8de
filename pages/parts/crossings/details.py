"""Beside the chosen places: other choices, what is less sure, where routes could go, what no
place covers."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts.crossings import naming
from pages.parts.crossings.finding import Answer
from pages.parts.markup import Child, data, element, to_html
from pages.parts.state import View
from routes.analysis.coverage import NEAR, REACH_KM, Coverage, Displacement, Gap, behind

_MOST_CHOICES = 10


def _section(title: str, lead: str, *parts: Child) -> None:
    st.html(
        to_html(
            element(
                "section",
                element("h2", title),
                element("p", lead, class_="quiet") if lead else None,
                *parts,
                class_="rutas-card rutas-panel cross-part",
            )
        )
    )


def draw_near(view: View, found: Coverage) -> None:
    """Draw the choices that come close to the best, and what taking one by one would give."""
    t = view.t
    share = t.number(NEAR)
    lead = t("coverage.near.lead", share=share)
    if len(found.near) < 2 and found.near_all:
        _section(
            t("coverage.near.title"),
            "",
            element("p", t("coverage.near.only_one", share=share)),
            _greedy(view, found),
        )
        return
    head = [t(f"coverage.column.{each}") for each in ("choice", "covers", "share")]
    rows = []
    shown = found.near[:_MOST_CHOICES]
    cases = behind(view.store, view.query, [each.sites for each in shown], offered=found.offered)
    for choice, ids in zip(shown, cases, strict=True):
        mark = None
        if set(choice.sites) == set(found.chosen):
            mark = element("span", t("coverage.near.chosen"), class_="rutas-badge")
        rows.append(
            (
                element("span", data(naming.names(view, choice.sites)), " ", mark),
                naming.cases_behind(view, t.plural(f"coverage.{found.weight}", choice.value), ids),
                f"{t.number(round(100 * choice.value / found.value, 1))} %",
            )
        )
    said = [t("coverage.near.many", n=t.number(len(found.near)))] if len(found.near) > 3 else []
    if len(found.near) > _MOST_CHOICES:
        said.append(t.plural("coverage.near.more", len(found.near) - _MOST_CHOICES) + ".")
    if not found.near_all:
        said.append(t("coverage.near.cut"))
    _section(
        t("coverage.near.title"),
        lead,
        _table(head, rows),
        element("p", " ".join(said)) if said else None,
        _greedy(view, found),
    )


def _greedy(view: View, found: Coverage) -> ET.Element:
    t, worth = view.t, found.greedy.value
    if worth == found.value:
        return element("p", t("coverage.near.greedy_same", n=t.number(worth)), class_="quiet")
    share = t.number(round(100 * worth / found.value, 1))
    text = t("coverage.near.greedy_less", n=t.number(worth), share=share)
    return element("p", text, class_="quiet")


def weaker(view: View, answer: Answer) -> list[Child]:
    """Return what would be chosen without inferred legs and without those of low credibility."""
    t, found = view.t, answer.found
    parts: list[Child] = [element("h3", t("coverage.weaker.title"))]
    for each in answer.weaker:
        amount = t.plural(f"coverage.{found.weight}", each.value)
        if not each.chosen:
            text = t("coverage.weaker.none")
        elif set(each.chosen) == set(found.chosen):
            text = t("coverage.weaker.same", n=amount)
        else:
            text = t("coverage.weaker.other", names=naming.names(view, each.chosen), n=amount)
        label = element("strong", t(f"coverage.weaker.{each.left_out}") + ". ")
        said = element("span", label, data(text))
        covers = bool(each.case_ids)
        parts.append(
            naming.cases_behind(view, said, each.case_ids) if covers else element("p", said)
        )
    return parts


def draw_moves(view: View, answer: Answer) -> None:
    """Draw which crossings could take the routes of each chosen one."""
    t, km = view.t, view.t.number(REACH_KM)
    blocks: list[Child] = [_moved(view, each, km) for each in answer.moved]
    if not blocks:
        blocks = [element("p", t("coverage.move.no_list"))]
    _section(t("coverage.move.title"), t("coverage.move.lead", km=km), *blocks)


def _moved(view: View, moved: Displacement, km: str) -> ET.Element:
    t = view.t
    label = data(naming.name(view, moved.site))
    name = element("h3", naming.page_link(view, moved.site, label))
    if not moved.elsewhere:
        return element("div", name, element("p", t("coverage.move.none", km=km)))
    share = t("coverage.move.share", n=t.number(moved.movable), of=t.number(moved.routes))
    head = [t(f"coverage.column.{each}") for each in ("crossing", "km", "routes")]
    rows = [
        (
            element(
                "span",
                naming.page_link(view, each.crossing.id, data(each.crossing.named(view.lang))),
                f" · {t.code('crossing_status', each.crossing.status)}",
                f" · {t('coverage.move.chosen')}" if each.chosen else None,
            ),
            naming.distance(view, each.km),
            naming.cases_behind(
                view,
                t("coverage.move.routes", n=t.number(each.routes), of=t.number(moved.routes)),
                each.case_ids,
            ),
        )
        for each in moved.elsewhere
    ]
    said = element("span", f"{share}.")
    whole = naming.cases_behind(view, said, moved.case_ids) if moved.case_ids else said
    return element("div", name, whole, _table(head, rows))


def draw_gaps(view: View, found: Coverage) -> None:
    """Draw the routes that no place covers, by reason, each leading to its cases."""
    t = view.t
    if not found.gaps:
        _section(t("coverage.gaps.title"), "", element("p", t("coverage.gaps.none")))
        return
    parts = [_gap(view, gap) for gap in found.gaps]
    _section(t("coverage.gaps.title"), t("coverage.gaps.lead"), *parts)


def _gap(view: View, gap: Gap) -> ET.Element:
    t, ids = view.t, gap.case_ids
    counts = (
        f"{t.plural('coverage.routes', len(gap.routes))}, {t.plural('coverage.cases', len(ids))}"
    )
    said = element("span", element("strong", counts), f" · {t(f'coverage.reason.{gap.reason}')}")
    return naming.cases_behind(view, said, ids)


def _table(head: list[str], rows: list[tuple[Child, ...]]) -> ET.Element:
    top = element("tr", *(element("th", each, scope="col") for each in head))
    body = [element("tr", *(element("td", cell) for cell in row)) for row in rows]
    table = element(
        "table",
        element("thead", top),
        element("tbody", *body),
        class_="rutas-table rutas-num",
    )
    return element("div", table, class_="rutas-scroll")
