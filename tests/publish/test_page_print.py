"""The printed sheet of the exported file, as the browser prints it."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

from PIL import Image

from tests.publish.opened import pdf_text, tool
from tests.publish.sight import Sight

SEA, LAND, LINE = (223, 231, 236), (241, 239, 233), (217, 140, 122)
SEEN = "[Page.scene.map.getCenter().lng.toFixed(3), Page.scene.map.getZoom().toFixed(3)]"


def printed(sight: Sight, path: Path) -> Path:
    sight.page.pdf(path=path, format="A4", print_background=True)
    return path


def colours_of(sheet: Path) -> dict[tuple[int, ...], int]:
    """Return how many pixels of the first page have a colour."""
    command = [tool("pdftoppm"), "-r", "72", "-f", "1", "-l", "1", "-png", str(sheet)]
    done = subprocess.run(command, capture_output=True, check=True)
    with Image.open(io.BytesIO(done.stdout)) as image:
        found = image.convert("RGB").getcolors(image.width * image.height)
    return {tuple(colour): number for number, colour in found or [] if isinstance(colour, tuple)}


def test_the_printed_sheet_begins_with_the_map(
    wide: Sight, page_file: Path, tmp_path: Path
) -> None:
    """Sea, land and lines are on the paper, from a wider window and a dark theme too."""
    page = wide.open(page_file)
    page.get_by_role("button", name="Tema oscuro").click()
    found = colours_of(printed(wide, tmp_path / "sheet.pdf"))
    assert found.get(SEA, 0) + found.get(LAND, 0) > 0.1 * sum(found.values())
    near = [each for each in found if sum(abs(a - b) for a, b in zip(each, LINE, strict=True)) < 40]
    assert sum(found[each] for each in near) > 200


def test_after_printing_the_screen_is_as_it_was(
    wide: Sight, page_file: Path, tmp_path: Path
) -> None:
    """Theme, view and canvases."""
    page = wide.open(page_file)
    page.get_by_role("button", name="Tema oscuro").click()
    page.evaluate("Page.scene.taken(); Page.scene.map.setView([4, -75], 4.5, { animate: false })")
    before = page.evaluate(SEEN)
    printed(wide, tmp_path / "sheet.pdf")
    assert page.evaluate(SEEN) == before
    assert page.evaluate("Page.theme") == "dark"
    assert page.locator(".on-paper").count() == 0


def test_the_printed_sheet_is_not_half_blank(wide: Sight, page_file: Path, tmp_path: Path) -> None:
    """Cases go on from one page to the next; every tab is there, and no word is torn apart."""
    wide.open(page_file)
    sheet = printed(wide, tmp_path / "sheet.pdf")
    done = subprocess.run([tool("pdfinfo"), str(sheet)], capture_output=True, check=True, text=True)
    pages = int(
        next(line for line in done.stdout.splitlines() if line.startswith("Pages")).split()[1]
    )
    text = pdf_text(sheet)
    assert len(text) / pages > 1_500
    for words in (
        "menores de edad",
        "Thomson Reuters Foundation",
        "Qué es una línea",
        "Manifiesto",
    ):
        assert words in text
