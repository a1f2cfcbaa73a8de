"""The screen that says what keeps a folder of tables from being shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from routes.cases.reading import BUNDLED


def draw(folder: str, lang: str) -> None:
    from pages.parts.chrome import draw_faults
    from routes.cases import check_tables
    from routes.text import load

    draw_faults(load(lang), folder, check_tables(folder))


@pytest.mark.parametrize(
    ("lang", "words", "others"),
    [
        ("es", ("No es un código de la lista", "¿Quiso decir", "Falta el archivo"), "Did you"),
        ("en", ("Not a code of the list", "Did you mean", "The file is missing"), "¿Quiso"),
    ],
)
def test_faults_are_told_in_the_language_of_the_screen(
    tmp_path: Path, lang: str, words: tuple[str, ...], others: str
) -> None:
    """Rule and advice; the value as it is written."""
    for path in BUNDLED.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    stops = (tmp_path / "stops.csv").read_text(encoding="utf-8")
    (tmp_path / "stops.csv").write_text(
        stops.replace("recruitment", "recruitmnt", 1), encoding="utf-8"
    )
    (tmp_path / "events.csv").unlink()
    page = AppTest.from_function(draw, kwargs={"folder": str(tmp_path), "lang": lang}).run()
    assert not page.exception
    (shown,) = (element.proto.body for element in page.get("html"))
    assert all(word in shown for word in (*words, "recruitmnt"))
    assert others not in shown
