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


def as_json(value: object) -> str:
    """Write a value as JSON that is inert wherever it is put: ASCII, without ``< > &``.

    Examples
    --------
    >>> print(as_json({"title": "a<b> ñ"}))
    {"title":"a\\u003cb\\u003e \\u00f1"}
    """
    return _inert(json.dumps(value, allow_nan=False, separators=(",", ":")))


def readable_json(value: object, *, indent: int | None = None) -> str:
    """Write a value as JSON for people to read: accents as they are, still without ``< > &``.

    Examples
    --------
    >>> print(readable_json({"title": "a<b> ñ"}))
    {"title": "a\\u003cb\\u003e ñ"}
    """
    return _inert(json.dumps(value, allow_nan=False, ensure_ascii=False, indent=indent))


def _inert(text: str) -> str:
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def manifest_rows(contents: Contents) -> list[tuple[str, str]]:
    """Return the manifest as names and texts, for a table."""
    rows: list[tuple[str, str]] = []
    for name, value in described(contents).items():
        if name == "notes":
            rows += [("note", each) for each in value]
        elif isinstance(value, dict):
            rows.append((name, "; ".join(f"{each} = {value[each]}" for each in value)))
        elif isinstance(value, list):
            rows.append((name, "; ".join(value)))
        else:
            rows.append((name, str(value).lower() if isinstance(value, bool) else value))
    return rows
