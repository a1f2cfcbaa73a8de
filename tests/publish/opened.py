"""Pictures and slides as a reader has them: through poppler's tools and LibreOffice."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_OTHER_PROCESS = """
import hashlib, sys
from datetime import date
from routes.cases import bundled
from routes.publish.files import made
from routes.query import RouteQuery
from routes.release import build
release = build(bundled(), RouteQuery(), audience="internal", made_on=date(2025, 3, 1), user="a@b")
for kind in sys.argv[1:]:
    content = made(release, kind=kind, lang="es", level="place", paper="a4")
    print(kind, hashlib.sha256(content).hexdigest())
"""


def tool(name: str) -> str:
    """Return a program that the tests need."""
    found = shutil.which(name)
    assert found, f"{name} is needed. On Debian: apt install libreoffice-impress poppler-utils"
    return found


def made_elsewhere(*kinds: str) -> dict[str, str]:
    """Return the SHA-256 of files made in another process, zone, year and order of hashes."""
    other = {"TZ": "Pacific/Auckland", "SOURCE_DATE_EPOCH": "999999999", "PYTHONHASHSEED": "7"}
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _OTHER_PROCESS, *kinds],
        env={**os.environ, **other, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    return dict(line.split() for line in done.stdout.splitlines())


def sha256(content: bytes) -> str:
    """Return the SHA-256 of a file, hex."""
    return hashlib.sha256(content).hexdigest()


def pdf_text(path: Path) -> str:
    """Return the words of a PDF file, on one line."""
    done = subprocess.run([tool("pdftotext"), str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def pdf_fonts(path: Path) -> list[tuple[str, bool]]:
    """Return the fonts of a PDF file, and whether each is embedded."""
    done = subprocess.run([tool("pdffonts"), str(path)], capture_output=True, check=True)
    rows = [line.split() for line in done.stdout.decode().splitlines()[2:]]
    return [(row[0].partition("+")[2] or row[0], row[-5] == "yes") for row in rows]


def pdf_open(content: bytes) -> bytes:
    """Return a PDF file with its streams unpacked."""
    parts = [content]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            parts.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(parts)


def slides_as_pdf(content: bytes, folder: Path) -> Path:
    """Convert a presentation as LibreOffice understands it."""
    (folder / "release.pptx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [tool("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run(
        [*command, str(folder), str(folder / "release.pptx")],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder / "release.pdf"
