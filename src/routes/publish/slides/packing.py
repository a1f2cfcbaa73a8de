"""A presentation as bytes: the same for the same slides, whenever it is written."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from pptx.presentation import Presentation

from routes.publish.picture.facts import manifest_text
from routes.publish.picture.lettering import clean
from routes.release.model import Manifest

_SURPLUS = ("/thumbnail", "/printerSettings")
"""Parts of the template that say nothing of the release."""

_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

_FIRST_YEAR = 1980
"""Earliest year that a ZIP archive can tell."""


def packed(deck: Presentation, *, title: str, manifest: Manifest, lang: str) -> bytes:
    """Return a presentation as PPTX, with its title, date and manifest in its properties."""
    made = manifest.made_on
    moment = datetime(made.year, made.month, made.day)
    about = deck.core_properties
    about.title = clean(title)[:250]
    about.author = about.last_modified_by = "Rutas"
    about.subject = manifest.release_id
    about.comments = "manifest"
    # The library allows 255 characters here; the format has no such limit.
    about._element.find(f"{{{_DUBLIN_CORE}}}description").text = manifest_text(manifest)
    about.keywords = about.category = about.version = about.content_status = ""
    about.identifier = manifest.release_id
    about.language = lang
    about.created = about.modified = about.last_printed = moment
    about.revision = 1
    _without_surplus(deck)
    stream = io.BytesIO()
    deck.save(stream)
    return _timeless(stream.getvalue(), moment)


def _without_surplus(deck: Presentation) -> None:
    for part in (deck.part.package, deck.part):
        rels = part._rels
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_SURPLUS)]:
            rels.pop(key)


def _timeless(content: bytes, moment: datetime) -> bytes:
    """Write an archive anew with one date for all its members."""
    stream = io.BytesIO()
    stamp = (max(moment.year, _FIRST_YEAR), moment.month, moment.day, 0, 0, 0)
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in given.namelist():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            written.writestr(member, given.read(name))
    return stream.getvalue()
