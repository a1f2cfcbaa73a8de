"""A release as slides: a PPTX of native text and tables that its reader can edit."""

from __future__ import annotations

from routes.publish.picture.facts import document_title, facts
from routes.publish.slides.contents import Contents
from routes.publish.slides.deck import Deck
from routes.publish.slides.packing import packed
from routes.publish.telling import Told, silent
from routes.release.model import Release
from routes.text import load

__all__ = ["slides"]


def slides(release: Release, *, lang: str, told: Told = silent) -> bytes:
    """Make the slides of a release.

    Parameters
    ----------
    release : Release
        What may leave the house. Its views come after the map, in the author's order.
    lang : {"es", "en"}
        Language of the slides.
    told : callable, optional
        Told the stages ``gathering``, ``drawing`` and ``writing``, each with its share, 0 to 1.

    Returns
    -------
    bytes
        PPTX, 16:9: title, totals, map, views, one slide a corridor, borders and crossings, the
        protected counts where there are any, method and limits, sources. The same release gives
        the same bytes.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    t = load(lang)
    told("gathering", 0.0)
    known = facts(release, lang=lang)
    said = {"audience": known.audience, "date": known.date}
    footer = t("slides.footer", release=release.manifest.release_id, **said)
    deck = Deck(known, footer, lang=lang)
    contents = Contents(deck, release, known, t)
    told("gathering", 1.0)
    contents.add(told)
    told("writing", 0.0)
    deck.finish(lambda n, every: t("slides.page", n=n, all=every))
    title = document_title(release)
    made = packed(deck.presentation, title=title, manifest=release.manifest, lang=lang)
    told("writing", 1.0)
    return made
