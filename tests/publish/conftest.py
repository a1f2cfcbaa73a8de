"""Pages to open, and tables with hostile text."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from routes.cases import Tables, bundled, read_tables
from routes.flows import Store, store
from routes.publish import export_html
from routes.publish.bundle import leaflet_script, map_script
from tests.publish.released import released
from tests.publish.sight import Sight, look

BUNDLED = Path(__file__).resolve().parents[2] / "data" / "cases"
TEXT_COLUMNS = {
    "sources": ("publisher", "title", "note"),
    "cases": (
        "name",
        "authority",
        "summary_es",
        "summary_en",
        "note_es",
        "note_en",
        "identity_note_es",
        "identity_note_en",
    ),
    "stops": ("note_es", "note_en"),
    "events": ("note_es", "note_en"),
    "figures": ("note_es", "note_en"),
}


@pytest.fixture(scope="session")
def tables() -> Tables:
    return bundled()


@pytest.fixture(scope="session")
def columns(tables: Tables) -> Store:
    return store(tables)


@pytest.fixture(scope="session")
def page(tables: Tables) -> str:
    """The bundled cases as an exported page in Spanish."""
    return export_html(released(tables), lang="es")


@pytest.fixture(scope="session")
def page_file(page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "rutas.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture
def written_with(tmp_path: Path) -> Callable[[str], Tables]:
    """Make the bundled tables with a text put into every text column."""

    def write(text: str) -> Tables:
        for name, text_columns in TEXT_COLUMNS.items():
            with (BUNDLED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            for row in rows:
                row.update({column: text + row[column] for column in text_columns if column in row})
            with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, fieldnames=list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        return read_tables(tmp_path)

    return write


@pytest.fixture(scope="module")
def script(browser: Browser) -> Page:
    """A blank page with Leaflet and the map's script."""
    page = browser.new_context().new_page()
    page.set_content("<!doctype html><title>-</title>")
    page.add_script_tag(content=leaflet_script())
    page.add_script_tag(content=map_script())
    return page


@pytest.fixture
def wide(browser: Browser) -> Iterator[Sight]:
    sight = look(browser, width=1440, height=900)
    yield sight
    assert sight.requests == []
    assert sight.complaints == []
    sight.context.close()


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Sight]:
    sight = look(browser, width=390, height=844, has_touch=True, device_scale_factor=2)
    yield sight
    assert sight.requests == []
    assert sight.complaints == []
    sight.context.close()
