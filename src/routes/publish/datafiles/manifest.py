"""Where a data file comes from, in the file itself."""

from __future__ import annotations

import json
from typing import Any

from routes.publish.datafiles.model import Contents


def described(contents: Contents) -> dict[str, Any]:
    """Return the manifest of a release as plain values, with what a reader must know.

    Only an internal release names its user.
    """
    release, t = contents.release, contents.t
    about = release.manifest
    said: dict[str, Any] = {
        "product": "Rutas",
        "title": contents.title,
        "notice": contents.notice,
        "synthetic": about.synthetic,
        "audience": about.audience,
        "made_on": about.made_on.isoformat(),
        "release_id": about.release_id,
        "register_version": about.register_version,
        "data_version": about.data_version,
        "query": dict(sorted(about.query.items())),
        "policy": about.policy,
        "code_version": about.code_version,
        "sources": list(about.sources),
        "language": t.lang,
        "coordinates": "EPSG:4326, lon, lat",
        "notes": [t(f"datafiles.note.{each}") for each in ("counts", "curves", "innocence")],
    }
    if about.audience == "internal":
        said["user"] = about.user
    if release.lattice is not None:
        said["lattice"] = {
            "threshold": release.lattice.threshold,
            "rounding": release.lattice.rounding,
        }
    return said


def as_json(value: object, *, indent: int | None = None) -> str:
    """Write a value as JSON that is inert wherever it is put: ASCII, without ``< > &``.

    Examples
    --------
    >>> print(as_json({"title": "a<b> ñ"}))
    {"title":"a\\u003cb\\u003e \\u00f1"}
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, allow_nan=False, indent=indent, separators=separators)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def manifest_rows(contents: Contents) -> list[tuple[str, str]]:
    """Return the manifest as names and texts, for a table."""
    rows = []
    for name, value in described(contents).items():
        if isinstance(value, list) and name == "notes":
            rows += [("note", each) for each in value]
        else:
            rows.append((name, value if isinstance(value, str) else as_json(value)))
    return rows
