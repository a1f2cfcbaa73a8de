"""A page to draw on: one figure, measured in points, everything on top of what came before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.transforms import Bbox, TransformedBbox

from routes.publish.picture.lettering import Face, properties
from routes.publish.picture.window import Box, Points

Align = Literal["left", "center", "right"]

_MIDDLE = 0.36
"""Share of the size by which the middle of lower-case and capital letters stands above the base."""


class Sheet:
    """One page.

    Parameters
    ----------
    width, height : float
        Size in points; (0, 0) is the lower left corner.
    paper : str
        Colour of the page.
    """

    def __init__(self, width: float, height: float, *, paper: str) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=paper)
        self.axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(0, height)
        self._clip: TransformedBbox | None = None
        self._above = 0

    def clip(self, box: Box | None) -> None:
        """Let what follows show only inside a box; None for the whole page."""
        self._clip = (
            None if box is None else TransformedBbox(Bbox.from_extents(*box), self.axes.transData)
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        colour: str,
        face: Face = "regular",
        align: Align = "left",
        middle: bool = False,
        halo: str = "",
        halo_width: float = 0.0,
        alpha: float = 1.0,
        turn: float = 0.0,
    ) -> None:
        """Write one clean line, its base line at `y` (or its middle there)."""

        def written(ink: str) -> Artist:
            artist = self.axes.text(
                x,
                y - size * _MIDDLE if middle else y,
                text,
                fontproperties=properties(size, face),
                color=ink,
                ha=align,
                va="baseline",
                alpha=alpha,
                rotation=turn,
                rotation_mode="anchor",
                parse_math=False,
                zorder=self._next(),
            )
            self._clipped(artist)
            return artist

        if halo:
            # A halo turns letters into outlines; the text itself stays text above it.
            stroke = Stroke(linewidth=halo_width, foreground=halo, joinstyle="round")
            written(halo).set_path_effects([stroke])
        written(colour)

    def rectangle(self, box: Box, *, fill: str, edge: str = "none", width: float = 0.0) -> None:
        """Draw a rectangle."""
        left, bottom, right, top = box
        patch = Rectangle((left, bottom), right - left, top - bottom)
        self._patch(patch, facecolor=fill, edgecolor=edge, linewidth=width)

    def card(
        self, box: Box, *, fill: str, edge: str, radius: float, width: float = 0.6, alpha: float = 1
    ) -> None:
        """Draw a rectangle with round corners."""
        left, bottom, right, top = box
        patch = FancyBboxPatch(
            (left, bottom),
            right - left,
            top - bottom,
            boxstyle=f"round,pad=0,rounding_size={radius}",
        )
        self._patch(patch, facecolor=fill, edgecolor=edge, linewidth=width, alpha=alpha)

    def shape(self, path: Path, **style: Any) -> None:
        """Draw one path; `style` as matplotlib's patches have it."""
        self._patch(PathPatch(path), **style)

    def shapes(self, paths: Sequence[Path], **style: Any) -> None:
        """Draw many paths in one style."""
        if paths:
            self._add(PathCollection(paths, **style))

    def lines(self, lines: Sequence[Points], **style: Any) -> None:
        """Draw many lines."""
        if len(lines):
            self._add(LineCollection(lines, **style))

    def polygons(self, polygons: Sequence[Points], **style: Any) -> None:
        """Draw many closed polygons."""
        if len(polygons):
            self._add(PolyCollection(polygons, **style))

    def _patch(self, patch: Any, **style: Any) -> None:
        patch.set(**style)
        patch.set_zorder(self._next())
        self.axes.add_artist(patch)
        self._clipped(patch)

    def _add(self, collection: Any) -> None:
        collection.set_zorder(self._next())
        self.axes.add_collection(collection, autolim=False)
        self._clipped(collection)

    def _clipped(self, artist: Artist) -> None:
        artist.set_clip_on(True)
        artist.set_clip_path(None)
        artist.set_clip_box(self._clip or self.figure.bbox)

    def _next(self) -> int:
        self._above += 1
        return self._above
