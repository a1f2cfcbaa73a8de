"""Every data set has its card, and every file the hash its card says."""

import shutil

import pytest

from geo import DATA
from geo.cards import CardError, cards, seal


@pytest.fixture
def folder(tmp_path):
    """A data folder with one good data set."""
    shutil.copytree(DATA / "departments", tmp_path / "departments")
    return tmp_path


def test_every_card_and_every_hash():
    assert {"base_map", "cases", "countries", "crossings", "departments", "places"} <= set(cards())


def test_all_faults_are_told_at_once(folder):
    data = folder / "departments"
    (data / "departments.csv").write_text("changed")
    (data / "departments.geojson").unlink()
    (data / "new.csv").write_text("new")
    (folder / "loose.csv").write_text("loose")
    (folder / "bare").mkdir()
    with pytest.raises(CardError) as error:
        cards(folder)
    for fault in (
        "departments.csv has another SHA-256",
        "departments.geojson is missing",
        "new.csv is not in the card",
        "loose.csv: a file outside",
        "bare: no card.toml",
    ):
        assert fault in str(error.value)


def test_a_card_says_everything_and_nothing_else(folder):
    path = folder / "departments/card.toml"
    text = path.read_text(encoding="utf-8").replace("licence =", "license =")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CardError, match=r"lacks 'licence'[^$]*unknown key 'license'"):
        cards(folder)


def test_a_card_gives_a_date(folder):
    path = folder / "departments/card.toml"
    text = path.read_text(encoding="utf-8").replace('retrieved = "', 'retrieved = "about ')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CardError, match="not a date"):
        cards(folder)


def test_sealing_is_idempotent_and_mends_hashes(folder):
    path = folder / "departments/card.toml"
    before = path.read_bytes()
    seal(folder / "departments")
    assert path.read_bytes() == before
    (folder / "departments/new.csv").write_text("new")
    seal(folder / "departments")
    assert "new.csv" in cards(folder)["departments"].files
