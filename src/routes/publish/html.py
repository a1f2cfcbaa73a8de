"""The exported page: one HTML file that opens anywhere with the network off."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from routes.flows import LEVELS
from routes.publish.bundle import asset, leaflet_script, leaflet_style, map_script, map_style
from routes.publish.literal import literal
from routes.publish.page_data import page_data, page_manifest
from routes.release import Release
from routes.text import LANGUAGES

DETAILS = ("auto", "full", "counts")

PAGE_SCRIPTS = (
    "page_text.js",
    "page_model.js",
    "page_flows.js",
    "page_hash.js",
    "page_choice.js",
    "page_filters.js",
    "page_kpis.js",
    "page_distance.js",
    "page_panel.js",
    "page_time.js",
    "page_lattice.js",
    "page_method.js",
    "page_tables.js",
    "page_present.js",
    "page_print.js",
    "page_mark.js",
    "page.js",
)
"""The page's own scripts in the order in which they build on each other."""


def export_html(release: Release, *, lang: str, level: str = "place", detail: str = "auto") -> str:
    """Write a release as one HTML file.

    Everything is inside: map, filters, evidence, tables, words of both languages. The page asks
    for nothing from outside, and its Content-Security-Policy lets it ask for nothing.

    Parameters
    ----------
    release : Release
        What may leave the house. The same release gives the same file.
    lang : {"es", "en"}
        The language in which the page opens; the reader may switch.
    level : {"place", "department", "country"}
        Level at which the page opens; the reader may switch.
    detail : {"auto", "full", "counts"}
        ``full`` holds the evidence of every case; ``counts`` only names and counts; ``auto``
        holds the evidence as long as the cases are few.

    Returns
    -------
    str
        HTML to be written as UTF-8. It is ASCII throughout.

    Raises
    ------
    ValueError
        If language, level or detail are unknown.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"Invalid language '{lang}'. Must be one of {', '.join(LANGUAGES)}.")
    if level not in LEVELS:
        raise ValueError(f"Invalid level '{level}'. Must be one of {', '.join(LEVELS)}.")
    if detail not in DETAILS:
        raise ValueError(f"Invalid detail '{detail}'. Must be one of {', '.join(DETAILS)}.")
    data = page_data(release, lang=lang, level=level, detail=detail)
    about = page_manifest(release, full=bool(data["full"]))
    return _frame(lang).replace("__DATA__", literal(data)).replace("__MANIFEST__", literal(about))


@cache
def _frame(lang: str) -> str:
    """Return the page without its data. The placeholders occur nowhere in escaped JSON."""
    style = "\n".join((leaflet_style(), map_style(), asset("page.css")))
    page_script = "\n".join(map(asset, PAGE_SCRIPTS))
    scripts = [_inert(text) for text in (leaflet_script(), map_script(), page_script)]
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    parts = {
        "__LANG__": lang,
        "__POLICY__": policy,
        "__STYLE__": style,
        "__SCRIPTS__": "\n".join(f"<script>{text}</script>" for text in scripts),
    }
    page = asset("page.html")
    for placeholder, text in parts.items():
        page = page.replace(placeholder, text)
    return page


def _inert(script: str) -> str:
    """Return a script as ASCII, and make sure that nothing in it ends the element it stands in."""
    if "</script" in script.lower() or "<!--" in script:
        raise ValueError("Invalid script. It holds the end of a script element.")
    return "".join(each if ord(each) < 128 else f"\\u{ord(each):04x}" for each in script)


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
