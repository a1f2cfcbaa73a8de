"""What holds for every file that a release can become, whatever its kind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from routes.cases import Tables, read_tables
from routes.cases.model import TABLE_NAMES
from routes.cases.synth import write_synthetic
from routes.publish import files
from routes.publish.telling import STAGES, stage_name
from routes.release import Release
from routes.release.building import policy_text
from routes.release.columns import ALLOWED
from routes.release.model import AUDIENCES
from routes.text import load
from tests.publish.opened import laid_open, sha256
from tests.publish.released import USER, briefing, released, with_lattice, with_marks

ROOT = Path(__file__).resolve().parents[2]
MARK, AFTER = "MARCAOCULTA77", "d34db33f" * 8
DRAWN = {"png"}
"""Kinds whose words are drawn, so that no search finds them; SVG is the same page as text."""


def made(release: Release, kind: str, lang: str = "es") -> bytes:
    return files.made(release, kind=kind, lang=lang, level="place", paper="a4")


def far_off(days: int, surroundings: dict[str, str]) -> dict[str, str]:
    """Return the SHA-256 of each kind, made in a process whose clock is wrong by some days."""
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.publish.elsewhere", str(days)],
        env={**os.environ, **surroundings, "PYTHONPATH": paths},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    there = json.loads(done.stdout)
    off = date.fromisoformat(there["today"]) - (date.today() + timedelta(days=days))
    assert abs(off) <= timedelta(days=1), "the clock of the other process is right"
    found: dict[str, str] = there["files"]
    return found


@pytest.fixture(scope="module")
def elsewhere() -> list[dict[str, str]]:
    """SHA-256 of each kind from two processes with other clocks, zones and orders of hashes."""
    places = (
        (-4_000, {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "SOURCE_DATE_EPOCH": "9999999"}),
        (500, {"PYTHONHASHSEED": "2", "TZ": "America/Bogota"}),
    )
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda each: far_off(*each), places))


@pytest.fixture(scope="module")
def release(tables: Tables) -> Release:
    return briefing(tables)


@pytest.fixture(scope="module")
def known(release: Release) -> dict[str, bytes]:
    """Return every file of the release."""
    return {kind: made(release, kind) for kind in files.KINDS}


@pytest.mark.parametrize("kind", files.KINDS)
def test_the_same_release_gives_the_same_bytes(
    release: Release, known: dict[str, bytes], elsewhere: list[dict[str, str]], kind: str
) -> None:
    """Twice here, and in two other processes, on days eleven years ago and a year ahead."""
    assert made(release, kind) == known[kind]
    assert [each[kind] for each in elsewhere] == [sha256(known[kind])] * 2


@pytest.mark.parametrize("kind", files.KINDS)
def test_another_date_is_another_file(release: Release, known: dict[str, bytes], kind: str) -> None:
    """The date given stands in the file: it is not the clock's, and it is not left out."""
    later = replace(release.manifest, made_on=date(2025, 3, 2))
    assert made(replace(release, manifest=later), kind) != known[kind]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("kind", files.KINDS)
def test_no_column_leaves_that_is_not_allowed(tables: Tables, kind: str, audience: str) -> None:
    """A mark in every internal column of every row is nowhere, packed or unpacked."""
    bare = with_lattice(released(tables, audience=audience, user=USER))
    marked = replace(with_marks(bare, MARK), after=AFTER)
    held = laid_open(made(marked, kind)).lower()
    assert MARK.lower().encode() not in held
    assert AFTER.encode() not in held


@pytest.mark.parametrize("kind", [each for each in files.KINDS if each not in DRAWN])
def test_the_search_would_find_a_mark(release: Release, kind: str) -> None:
    """In a column that is shown the same mark is found: the search does see into the file."""
    frames = {}
    for name in TABLE_NAMES:
        frame = release.tables.table(name)
        shown = [each for each in ("publisher", "name") if each in ALLOWED["internal"][name]]
        frames[name] = frame.assign(**dict.fromkeys([e for e in shown if e in frame], MARK))
    tables = replace(release.tables, **frames)
    assert MARK.encode() in laid_open(made(replace(release, tables=tables), kind))


@pytest.mark.parametrize("kind", files.KINDS)
def test_every_file_carries_the_manifest(
    release: Release, known: dict[str, bytes], kind: str
) -> None:
    """Release, versions, policy, code and date stand in each."""
    held, about = laid_open(known[kind]), release.manifest
    said = (about.release_id, about.data_version, about.register_version)
    more = (about.code_version, "2025-03-01", *about.sources)
    assert [each for each in (*said, *more) if each.encode() not in held] == []
    rules = (about.policy, policy_text(about.policy, load("es")))
    assert any(each.encode() in held for each in rules)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("large")
    write_synthetic(folder, cases=10_000, flows=10_000, seed=5)
    return released(read_tables(folder))


@pytest.mark.parametrize("kind", files.KINDS)
def test_each_stage_of_ten_thousand_flows_is_told(large: Release, kind: str) -> None:
    """Whoever waits for a large file sees each stage begin and end, in their order."""
    told: list[tuple[str, float]] = []

    def tell(stage: str, share: float) -> None:
        told.append((stage, share))

    content = files.made(large, kind=kind, lang="es", level="place", paper="a4", told=tell)
    assert b"SYNTHETIC" in laid_open(content)
    stages = [stage for stage, _ in told]
    assert stages == sorted(stages, key=STAGES.index)
    assert told[-1] == ("writing", 1.0)
    for stage in set(stages):
        shares = [share for each, share in told if each == stage]
        assert shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_every_stage_has_a_name() -> None:
    """In both languages, and no two the same."""
    for lang in ("es", "en"):
        assert len({stage_name(each, load(lang)) for each in STAGES}) == len(STAGES)
