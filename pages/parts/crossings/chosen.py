"""The chosen places: how much each adds, what else covers the same, and its cases."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import streamlit as st

from pages.parts import empty
from pages.parts.charts import cases_address
from pages.parts.crossings import naming
from pages.parts.crossings.finding import Answer, documented
from pages.parts.markup import data, element, to_html
from pages.parts.state import View
from routes.analysis import totals
from routes.analysis.coverage import Coverage, Pick
from routes.analysis.wording import coverage_said


def draw_sentence(view: View, found: Coverage) -> None:
    """Say how much is covered, of what, and what is left out of the count."""
    t = view.t
    counted = []
    if found.picks and found.weight == "cases":
        counted.append(("whole", len(found.whole_ids), found.whole_ids))
    passed = tuple(dict.fromkeys(case for case, _ in found.passed))
    counted += [
        ("passed_by", len(found.passed), passed),
        ("without_figure", len(found.without_figure), found.without_figure),
        ("no_route", len(found.no_route), found.no_route),
    ]
    fewer = t("coverage.fewer") if found.picks and len(found.picks) < found.k else ""
    text = t.plural("coverage.see_cases", found.cases)
    cases = element("a", text, href=cases_address(view), target="_self")
    st.html(
        to_html(
            element(
                "div",
                element("p", coverage_said(found, t), " ", cases, class_="said"),
                element("p", fewer, class_="rutas-foot") if fewer else None,
                *(
                    naming.cases_behind(view, t.plural(f"coverage.{name}", count), ids)
                    for name, count, ids in counted
                    if ids
                ),
                class_="cross-said",
                role="status",
            )
        )
    )


def draw_nothing(view: View, found: Coverage) -> None:
    """Say why there is nothing to choose from."""
    t, sums = view.t, totals(view.store, view.query)
    if not sums.cases:
        empty.draw(view, sums)
        return
    if not found.routes:
        text, hint = t("coverage.no_cases"), ""
    else:
        text = t(f"coverage.none.{found.offered}", cases=t.plural("coverage.cases", found.cases))
        hint = t("coverage.none_hubs") if found.offered == "crossings" else ""
    st.html(
        to_html(
            element(
                "div",
                element("h2", t("coverage.none_title")) if found.routes else None,
                element("p", text),
                element("p", hint) if hint else None,
                class_="rutas-empty",
                role="status",
            )
        )
    )


def draw(view: View, answer: Answer) -> None:
    """Draw a card for each chosen place, in the order of what it adds."""
    found = answer.found
    cards = [_card(view, found, pick, rank) for rank, pick in enumerate(found.picks, 1)]
    st.html(
        to_html(
            element(
                "div",
                element("h2", view.t("coverage.pick.title")),
                element("ol", *cards, class_="cross-picks"),
                class_="rutas-panel",
            )
        )
    )


def _card(view: View, found: Coverage, pick: Pick, rank: int) -> ET.Element:
    t, site = view.t, pick.site
    amounts = [
        t(f"coverage.pick.{each}", n=t.number(getattr(pick, each))) for each in ("alone", "only")
    ]
    roles = [t(f"coverage.pick.{each}") for each in ("crossing", "hub") if getattr(site, each)]
    same = None
    if pick.alike:
        text = t("coverage.pick.alike", names=naming.names(view, pick.alike))
        same = element("p", data(text), class_="quiet")
    passed = documented(view).get(site.id)
    links = [element("li", each) for each in (naming.counted(view, passed) if passed else [])]
    page = t("coverage.pick.page" if site.crossing else "coverage.pick.page_hub")
    return element(
        "li",
        element("span", str(rank), class_="rank", aria_hidden="true"),
        element(
            "div",
            element("h3", data(naming.name(view, site.id))),
            element("p", f"{naming.kind(view, site.id)} · {', '.join(roles)}", class_="quiet"),
            element(
                "p",
                element("strong", t("coverage.pick.gain", n=_amount(view, found, pick.gain))),
                f" · {' · '.join(amounts)}",
            ),
            same,
            element(
                "ul", *links, element("li", naming.page_link(view, site.id, page)), class_="links"
            ),
        ),
    )


def _amount(view: View, found: Coverage, n: int) -> str:
    return view.t.plural(f"coverage.{found.weight}", n)
