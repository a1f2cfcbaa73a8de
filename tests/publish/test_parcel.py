"""All files of a briefing in one archive, which says what is in it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from routes.cases import bundled
from routes.publish.parcel import MANIFEST, parcel
from tests.publish.released import DAY, USER, released

FILES = {"a.html": b"<p>one</p>", "b.csv.zip": b"two"}


def members(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_archive_holds_the_files_and_their_manifest() -> None:
    """The manifest comes first, with the hash of each file, the release and its sources."""
    release = released(bundled(), title="Ñandú <b>")
    found = members(parcel(release, FILES))
    assert found.namelist() == [MANIFEST, *FILES]
    about = json.loads(found.read(MANIFEST))
    assert about["release_id"] == release.manifest.release_id
    assert about["title"] == "Ñandú <b>"
    assert about["sources"] == list(release.manifest.sources)
    for said in about["files"]:
        content = found.read(said["name"])
        assert content == FILES[said["name"]]
        assert said["sha256"] == hashlib.sha256(content).hexdigest()
        assert said["bytes"] == len(content)


def test_the_same_files_give_the_same_bytes() -> None:
    """No clock is asked: only the date of the release stands on the members."""
    release = released(bundled())
    assert parcel(release, FILES) == parcel(released(bundled()), dict(FILES))
    assert {each.date_time[:3] for each in members(parcel(release, FILES)).infolist()} == {
        (DAY.year, DAY.month, DAY.day)
    }
    other = replace(release, manifest=replace(release.manifest, made_on=date(2030, 1, 2)))
    assert parcel(other, FILES) != parcel(release, FILES)


def test_only_an_internal_archive_names_who_made_it() -> None:
    """A public one has no field for it."""
    public = json.loads(members(parcel(released(bundled()), FILES)).read(MANIFEST))
    assert "user" not in public
    release = released(bundled(), audience="internal", user=USER)
    assert json.loads(members(parcel(release, FILES)).read(MANIFEST))["user"] == USER


@pytest.mark.parametrize("name", ["../x", "/x", "a\\b", "c:x", "", ".x", MANIFEST])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    """Nothing is ever written outside the folder into which it is unpacked."""
    with pytest.raises(ValueError, match="Invalid file name"):
        parcel(released(bundled()), {name: b""})
