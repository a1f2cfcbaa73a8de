"""HTML for the screens, built as a tree so that no data text is ever read as markup."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

Child = ET.Element | str | None

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_URL = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{1,2000}")  # RFC 3986
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_LONGEST_LABEL = 600
_LONGEST_PROSE = 6_000


def shown(text: str, *, most: int = _LONGEST_LABEL) -> str:
    """Return data text as it may be drawn: no control characters, and never endlessly long."""
    clean = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    return clean if len(clean) <= most else clean[: most - 1] + "…"


def plain(text: str) -> str:
    """Return data text for a label that Streamlit reads as Markdown, with nothing left to read."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(shown(text).split()))


def element(tag: str, *children: Child, **attributes: str | None) -> ET.Element:
    """Return an HTML element; strings become text and ``None`` is left out.

    Attribute names are written with a trailing or inner underscore where Python
    needs it: ``class_``, ``aria_label``.
    """
    node = ET.Element(tag)
    for name, value in attributes.items():
        if value is not None:
            node.set(name.rstrip("_").replace("_", "-"), value)
    for child in children:
        _append(node, child)
    return node


def _append(node: ET.Element, child: Child) -> None:
    if child is None:
        return
    if isinstance(child, str):
        text = shown(child, most=_LONGEST_PROSE)
        if len(node):
            node[-1].tail = (node[-1].tail or "") + text
        else:
            node.text = (node.text or "") + text
    else:
        node.append(child)


def data(text: str) -> ET.Element:
    """Return data text with its writing direction kept to itself."""
    return element("bdi", text)


def link(url: str, label: str) -> ET.Element:
    """Return a link to a web address, or the label alone when it is no web address."""
    if not _is_web_address(url):
        return element("span", label)
    return element("a", label, href=url, target="_blank", rel="noopener noreferrer")


def _is_web_address(url: str) -> bool:
    if not _URL.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # reading the port checks it
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host)


def to_html(node: ET.Element) -> str:
    """Return the element as an HTML string."""
    return cast(str, ET.tostring(node, encoding="unicode", method="html"))
