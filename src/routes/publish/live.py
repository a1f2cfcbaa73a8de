"""The map of the live app: a folium map that loads everything from the app itself."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

import folium
from branca.element import MacroElement
from folium.template import Template

from routes.publish.bundle import version

VIEWS: Final = ("focus", "colombia", "america", "world", "flows")
"""What the map may show first: Arauca and Norte de Santander, Colombia, America, the world, or the
first flows that it is given, whole."""


class _Dress(MacroElement):
    """Hands the bare Leaflet map to the map's own script."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "Rutas.dress({{ this._parent.get_name() }}, {{ this.options|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Dress"
        self.options = options


class _LocalMap(folium.Map):
    """A folium map without any address outside the app."""

    default_js: Any = ()
    default_css: Any = ()


def live_map(view: str = "colombia", *, of: str = "") -> folium.Map:
    """Make the map that ``st_folium`` shows; the flows come with ``feature_group_to_add``.

    Make a new one on every run: ``st_folium`` hangs the flows on the map it is given, and the
    browser keeps its map as long as this one renders to the same script.

    Parameters
    ----------
    view : {"focus", "colombia", "america", "world", "flows"}
        What the map shows first.
    of : str
        What the flows are of. The browser keeps its map, and where the reader moved it, as long as
        this stays the same; it goes to the browser as a hash only.

    Returns
    -------
    folium.Map
        Without data, the same on every call. Loads ``/assets/leaflet.js``,
        ``/assets/leaflet.css``, ``/assets/rutas/map.js`` and ``/assets/rutas/map.css``.

    Raises
    ------
    ValueError
        If there is no such view.
    """
    if view not in VIEWS:
        raise ValueError(f"Invalid view '{view}'. Must be one of {', '.join(VIEWS)}.")
    stamp = version()
    figure = _LocalMap(
        location=(5.5, -73.0),
        zoom_start=5,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0,
        wheel_px_per_zoom_level=100,
        world_copy_jump=False,
    )
    figure.default_js = [
        ("leaflet", "/assets/leaflet.js"),
        ("rutas", f"/assets/rutas/map.js?v={stamp}"),
    ]
    figure.default_css = [
        ("leaflet_css", "/assets/leaflet.css"),
        ("rutas_css", f"/assets/rutas/map.css?v={stamp}"),
    ]
    options = {"view": view}
    if of:
        options["of"] = sha256(of.encode()).hexdigest()[:12]
    figure.add_child(_Dress(options))
    return figure
