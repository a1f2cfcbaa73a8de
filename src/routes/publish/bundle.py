"""The map's own script and style sheet, and Leaflet's, as the browser gets them.

The live map loads them from ``/assets``; the exported file carries the same bytes inside.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import re
import shutil
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

from geo.layers import base_map
from routes.publish.literal import literal
from routes.text import LANGUAGES, load

SCRIPTS = (
    "geometry.js",
    "theme.js",
    "base_map.js",
    "labels.js",
    "change.js",
    "hairlines.js",
    "lines.js",
    "edges.js",
    "symbols.js",
    "controls.js",
    "marks.js",
    "sheet.js",
    "hands.js",
    "scene.js",
    "flow_layer.js",
)
"""The map's scripts in the order in which they build on each other."""

_ASSETS = Path(__file__).parent / "assets"
_COMMENT = re.compile(r"^\s*(?://[^\n]*|/\*.*?\*/)$", re.MULTILINE | re.DOTALL)
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_RULE_WITH_URL = re.compile(r"[^{}]*\{[^{}]*url\([^{}]*\}")


@cache
def asset(name: str) -> str:
    """Return the text of one of the map's own files, without comments and indentation."""
    text = (_ASSETS / name).read_text(encoding="utf-8")
    lines = map(str.strip, _COMMENT.sub("", text).splitlines())
    return "\n".join(filter(None, lines))


@cache
def map_script() -> str:
    """Return everything the map needs but Leaflet: its words, the base map and its code.

    Returns
    -------
    str
        JavaScript that defines one global, ``Rutas``.
    """
    words = {lang: _words(lang) for lang in LANGUAGES}
    base = json.dumps(base_map(), ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    parts = [f"var Rutas={{words:{literal(words)},base:{base}}};", *map(asset, SCRIPTS)]
    return "\n".join(parts)


@cache
def map_style() -> str:
    """Return the style sheet of the map."""
    return asset("map.css")


@cache
def leaflet_script() -> str:
    """Return Leaflet's script without the address of its source map."""
    return _SOURCE_MAP.sub("", _leaflet("leaflet.js")).strip()


@cache
def leaflet_style() -> str:
    """Return Leaflet's style sheet without the rules that load pictures, which the map lacks."""
    return _RULE_WITH_URL.sub("", _leaflet("leaflet.css")).strip()


@cache
def version() -> str:
    """Return a short hash of script and style sheet, to be put behind their addresses."""
    content = (map_script() + map_style()).encode()
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def asset_dir() -> Path:
    """Return a folder with the files that the live map loads, to be served as ``/assets/rutas``.

    Returns
    -------
    pathlib.Path
        Holds ``map.js`` and ``map.css``. It is made on the first call and removed when Python
        ends.
    """
    folder = Path(tempfile.mkdtemp(prefix="rutas-assets-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "map.js").write_text(map_script(), encoding="utf-8")
    (folder / "map.css").write_text(map_style(), encoding="utf-8")
    return folder


def _words(lang: str) -> dict[str, str]:
    text = load(lang)
    return {
        key.removeprefix("map."): sentence
        for key, sentence in sorted(text.entries.items())
        if key.startswith("map.")
    }


def _leaflet(name: str) -> str:
    return (files("xstatic.pkg.leaflet") / "data" / name).read_text(encoding="utf-8")
