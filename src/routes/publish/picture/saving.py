"""From a drawn page to bytes: the same for the same page, whoever saves it and when."""

from __future__ import annotations

import base64
import io
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final, Literal

import matplotlib
from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from routes.publish.picture.facts import manifest_text
from routes.publish.picture.lettering import FAMILY, FILES, Face, clean, font_file
from routes.publish.picture.sheet import Sheet
from routes.release.model import Manifest

Kind = Literal["png", "svg", "pdf"]

_SETTINGS: Final[Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "rutas",
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "text.hinting": "no_hinting",
    "text.parse_math": False,
    "text.usetex": False,
    "path.simplify": True,
    "path.simplify_threshold": 0.05,
}
_drawing = threading.Lock()


@contextmanager
def settings() -> Iterator[None]:
    """Draw with the product's settings, not the machine's; one page at a time."""
    with _drawing, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def saved(sheet: Sheet, kind: Kind, *, title: str, manifest: Manifest, dpi: float) -> bytes:
    """Return a page as a file, with its title and manifest inside.

    Parameters
    ----------
    sheet : Sheet
        The page. Call within `settings`.
    kind : {"png", "svg", "pdf"}
        What file.
    title : str
        Its title.
    manifest : Manifest
        Where it comes from; its date is the only one in the file.
    dpi : float
        Dots per inch of a PNG.
    """
    made = manifest.made_on
    said: dict[str, Any] = {"Title": clean(title)}
    about = manifest_text(manifest)
    if kind == "png":
        said |= {"Description": about, "Creation Time": made.isoformat(), "Software": "Rutas"}
    elif kind == "svg":
        said |= {"Description": about, "Date": made.isoformat(), "Creator": "Rutas"}
    else:
        moment = datetime(made.year, made.month, made.day, tzinfo=UTC)
        said |= {"Subject": about, "CreationDate": moment, "ModDate": moment, "Creator": "Rutas"}
    stream = io.BytesIO()
    resolution = dpi if kind == "png" else 72
    sheet.figure.savefig(stream, format=kind, dpi=resolution, metadata=said)
    content = stream.getvalue()
    return _with_fonts(content.decode()).encode() if kind == "svg" else content


def bare(sheet: Sheet, *, dpi: int) -> bytes:
    """Return a page as a PNG that says nothing of itself. Call within `settings`."""
    stream = io.BytesIO()
    sheet.figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
    return stream.getvalue()


def _with_fonts(svg: str) -> str:
    """Put the letters that an SVG uses into it, so that it looks the same everywhere."""
    letters = "".join(sorted(set(re.sub(r"<[^>]*>", "", svg)))) + "&<>'\""
    rules = "".join(_rule(face, letters) for face in FILES)
    return svg.replace("<defs>", f"<defs>\n  <style>{rules}</style>", 1)


def _rule(face: Face, letters: str) -> str:
    weight, style = (
        ("bold" if face == "bold" else "normal"),
        ("oblique" if face == "oblique" else "normal"),
    )
    data = base64.b64encode(_subset(face, letters)).decode()
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};font-style:{style};"
        f"src:url(data:font/ttf;base64,{data})}}"
    )


def _subset(face: Face, letters: str) -> bytes:
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.recalc_timestamp = False
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "MATH", "FFTM"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        font = TTFont(font_file(face), recalcTimestamp=False)
        cutter = subset.Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()
