"""The Rutas app: Streamlit's screens, and the map's own files under ``/assets``.

``streamlit run app.py`` starts it, and so does any ASGI server given ``app:app``.
"""

import logging
import secrets
import sys
from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

ROOT = Path(__file__).resolve().parent
for folder in (ROOT, ROOT / "src"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from pages.parts.memory import keep_pauses_short  # noqa: E402  (needs the folders above)
from routes.publish import asset_dir  # noqa: E402


def report(error: Exception) -> bool:
    """Log an unexpected error under a number, and show the reader only that number."""
    from pages.parts.failure import show

    number = secrets.token_hex(4)
    logging.getLogger("rutas").error("error %s", number, exc_info=error)
    show(number)
    return True


keep_pauses_short()
assets = Mount(
    "/assets",
    routes=[
        Mount("/rutas", StaticFiles(directory=asset_dir())),
        Mount("/", StaticFiles(packages=[("xstatic.pkg.leaflet", "data")])),
    ],
)
app = st.App("pages/frame.py", routes=[assets], on_script_error=report)
