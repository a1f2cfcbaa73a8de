"""Take the README's pictures from the running app: ``python docs/take_pictures.py``."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from routes.cases import bundled  # noqa: E402
from routes.publish import export_html  # noqa: E402
from routes.query import RouteQuery  # noqa: E402
from routes.release import build  # noqa: E402
from tests.conftest import CHROMIUM_FLAGS, chromium_path, start_app  # noqa: E402

IMAGES = ROOT / "docs" / "images"
LAPTOP, PHONE = (1440, 900), (390, 844)
SETTLE_MS = 5_000


QUICK_FORM = """caso,ruta,fuente,fecha
SYNTHETIC Uno,Tibú > Cúcuta > Puente Simón Bolívar > Caracas > Panamá (aéreo),SYNTHETIC Diario,2021
SYNTHETIC Dos,Arauca > Lima,SYNTHETIC Diario,15/12/2020
"""


def take(
    browser: Browser, url: str, name: str, size: tuple[int, int], *, upload: Path | None = None
) -> None:
    """Open an address, hand over a file if there is one, wait until all is drawn, and keep it."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, locale="es-CO")
    page.goto(url)
    if upload:
        page.set_input_files("input[type=file]", upload)
        page.get_by_text("Lo que se entendió").first.wait_for(timeout=60_000)
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        app = start_app(Path(folder) / "app.log")
        exported = Path(folder) / "rutas.html"
        today = date.today()
        release = build(bundled(), RouteQuery(), audience="public", made_on=today)
        exported.write_text(export_html(release, lang="es"), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        take(browser, f"{app.url}/?lang=es", "map", LAPTOP)
        take(browser, f"{app.url}/?sel=flow:CO-ARA%3E85001&lang=es", "evidence", LAPTOP)
        take(browser, f"{app.url}/casos?case=nemesis&lang=es", "case", LAPTOP)
        take(browser, f"{app.url}/?sel=flow:CO-ARA%3E85001&lang=es", "phone", PHONE)
        take(browser, exported.as_uri(), "export", LAPTOP)
        take(browser, f"{app.url}/informe?lang=es", "briefing", LAPTOP)
        take(browser, f"{app.url}/cruces?lang=es", "crossings", LAPTOP)
        take(browser, f"{app.url}/corredores?corridor=CO-ANT~11001~CHN&lang=es", "corridor", LAPTOP)
        take(browser, f"{app.url}/cambios?lang=es", "change", LAPTOP)
        form = Path(folder) / "rutas.csv"
        form.write_text(QUICK_FORM, encoding="utf-8")
        take(browser, f"{app.url}/datos?lang=es", "import", LAPTOP, upload=form)
        browser.close()
        app.process.terminate()
        app.process.wait(timeout=20)


if __name__ == "__main__":
    main()
