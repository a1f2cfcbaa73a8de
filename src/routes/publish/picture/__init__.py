"""A release as a picture: one page with the map, its totals, legend and sources."""

from __future__ import annotations

from typing import Final, get_args

from routes.flows import LEVELS
from routes.publish.picture.facts import document_title
from routes.publish.picture.page import FORMATS, Paper, page
from routes.publish.picture.saving import Kind, saved, settings
from routes.publish.telling import Told, silent
from routes.release.model import Release
from routes.text import LANGUAGES

__all__ = ["KINDS", "PAPERS", "Kind", "Paper", "picture"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
PAPERS: Final[tuple[Paper, ...]] = get_args(Paper)


def picture(
    release: Release,
    *,
    kind: Kind,
    lang: str,
    paper: Paper = "a4",
    level: str = "place",
    wide: int = 0,
    told: Told = silent,
) -> bytes:
    """Draw a release on one page.

    Parameters
    ----------
    release : Release
        What may leave the house.
    kind : {"png", "svg", "pdf"}
        What file. Text stays text in SVG and PDF, its letters embedded.
    lang : {"es", "en"}
        Language of the page.
    paper : {"a4", "16:9"}
        A4 landscape, or a slide.
    level : {"place", "department", "country"}
        Level of the map.
    wide : int
        Pixels from side to side of a PNG that is only looked at; 0 for one that can be printed.
    told : callable, optional
        Told the stages ``gathering``, ``drawing`` and ``writing``, each with its share, 0 to 1.

    Returns
    -------
    bytes
        The file. The same release and options give the same bytes.

    Raises
    ------
    ValueError
        If kind, language, paper or level are unknown.
    """
    for name, value, known in (
        ("kind", kind, KINDS),
        ("language", lang, LANGUAGES),
        ("paper", paper, PAPERS),
        ("level", level, LEVELS),
    ):
        if value not in known:
            raise ValueError(f"Invalid {name} '{value}'. Must be one of {', '.join(known)}.")
    with settings():
        drawn = page(release, lang=lang, paper=paper, level=level, told=told)
        title = document_title(release)
        told("writing", 0.0)
        dpi = wide / drawn.figure.get_figwidth() if wide else FORMATS[paper].dpi
        made = saved(drawn, kind, title=title, manifest=release.manifest, dpi=dpi)
        told("writing", 1.0)
        return made
