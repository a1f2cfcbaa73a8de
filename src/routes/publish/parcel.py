"""Several files of one release in one ZIP archive, with a list of what is in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from routes.publish.datafiles.archives import archive
from routes.release import Release

MANIFEST: Final = "manifest.json"


def parcel(release: Release, files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of files, led by their manifest.

    Parameters
    ----------
    release : Release
        What the files were made of.
    files : mapping of str to bytes
        Content by name, in order.

    Returns
    -------
    bytes
        The same for the same release and files: every member carries the date of the release.

    Raises
    ------
    ValueError
        If a file has the name of the manifest, or one that leads elsewhere.
    """
    for name in files:
        if name == MANIFEST or not name or set(name) & set("/\\:") or name.startswith("."):
            raise ValueError(f"Invalid file name '{name}'. Give a plain name of a file.")
    about = json.dumps(_described(release, files), indent=1, sort_keys=True) + "\n"
    return archive({MANIFEST: about.encode("ascii"), **files}, made_on=release.manifest.made_on)


def _described(release: Release, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the manifest of the release as plain values; only an internal one names its user."""
    about = asdict(release.manifest)
    about["made_on"] = release.manifest.made_on.isoformat()
    about["query"] = dict(release.manifest.query)
    if release.manifest.audience != "internal":
        del about["user"]
    return {
        "product": "Rutas",
        "title": release.title,
        **about,
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        ],
    }
