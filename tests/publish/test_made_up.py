"""What a file says of made-up cases beside real ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from routes.cases import Tables
from routes.publish import export_html
from tests.made_up import made_up, route
from tests.publish.released import released, with_lattice
from tests.publish.sight import Sight


def tables(*names: str) -> Tables:
    """Return cases with these names, some of which say that they are made up."""
    cases = [{"case_id": each.split()[-1], "name": each} for each in names]
    stops = [row for each in cases for row in route(each["case_id"], "CO-ARA", "PAN")]
    return made_up(cases, stops)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("SYNTHETIC a", "SYNTHETIC b"), "nada aquí ocurrió"),
        (("SYNTHETIC a", "b"), "los que llevan esta palabra en el nombre"),
    ],
)
def test_a_real_case_is_never_called_made_up(
    wide: Sight, tmp_path: Path, names: tuple[str, ...], said: str
) -> None:
    """The page says which cases are made up; only where all are, that nothing happened."""
    path = tmp_path / "mixed.html"
    path.write_text(export_html(released(tables(*names)), lang="es"))
    expect(wide.open(path).locator("#synthetic")).to_contain_text(said)


def test_a_release_knows_what_of_it_is_made_up() -> None:
    """Nothing, all, some cases, or some that may be in its protected counts."""
    assert released(tables("a", "b")).made_up == ""
    assert released(tables("SYNTHETIC a", "SYNTHETIC b")).made_up == "all"
    some = released(tables("SYNTHETIC a", "b"))
    assert some.made_up == "some"
    assert with_lattice(some).made_up == "counts"
    counted = with_lattice(released(tables("a")))
    manifest = replace(counted.manifest, synthetic=True)
    assert replace(counted, manifest=manifest).made_up == "counts"
