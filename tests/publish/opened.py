"""Files of a release as a reader has them: laid open, and through poppler and LibreOffice."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
import zlib
from pathlib import Path

import pyarrow.parquet as pq
from PIL import Image


def tool(name: str) -> str:
    """Return a program that the tests need."""
    found = shutil.which(name)
    assert found, (
        f"{name} is needed. "
        "On Debian: apt install libreoffice-calc libreoffice-impress poppler-utils"
    )
    return found


def sha256(content: bytes) -> str:
    """Return the SHA-256 of a file, hex."""
    return hashlib.sha256(content).hexdigest()


def laid_open(content: bytes) -> bytes:
    """Return everything that a file holds: as it is, and unpacked as far as it can be."""
    found = [content]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            found += [each.filename.encode() + each.comment for each in file.infolist()]
            found += [laid_open(file.read(each)) for each in file.namelist()]
    elif content[:4] == b"PAR1":
        found += _parquet(content)
    elif content[:4] == b"%PDF":
        found += [_streams(content), _words(content)]
    elif content[:15] == b"SQLite format 3":
        found.append(_database(content))
    elif content[:8] == b"\x89PNG\r\n\x1a\n":
        with Image.open(io.BytesIO(content)) as image:
            found.append(json.dumps(image.info, default=str).encode())
    else:
        found.append(re.sub(rb"\\u([0-9a-f]{4})", _letter, content))
        found += [
            base64.b64decode(each) for each in re.findall(rb";base64,([A-Za-z0-9+/=]+)", content)
        ]
    return b"\n".join(found)


def _letter(escape: re.Match[bytes]) -> bytes:
    return chr(int(escape[1], 16)).encode("utf-8", "replace")


def _parquet(content: bytes) -> list[bytes]:
    table = pq.read_table(io.BytesIO(content))
    columns = table.drop(["geometry"]).to_pylist()
    said = b"\n".join(b"%s %s" % each for each in (table.schema.metadata or {}).items())
    return [said, json.dumps(columns, ensure_ascii=False).encode()]


def _streams(content: bytes) -> bytes:
    parts = []
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            parts.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(parts)


def _words(content: bytes) -> bytes:
    command = [tool("pdftotext"), "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def _database(content: bytes) -> bytes:
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(content)
        return "\n".join(connection.iterdump()).encode()
    finally:
        connection.close()


def pdf_text(path: Path) -> str:
    """Return the words of a PDF file, on one line."""
    done = subprocess.run([tool("pdftotext"), str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def pdf_fonts(path: Path) -> list[tuple[str, bool]]:
    """Return the fonts of a PDF file, and whether each is embedded."""
    done = subprocess.run([tool("pdffonts"), str(path)], capture_output=True, check=True)
    rows = [line.split() for line in done.stdout.decode().splitlines()[2:]]
    return [(row[0].partition("+")[2] or row[0], row[-5] == "yes") for row in rows]


def converted(paths: list[Path], ending: str, folder: Path) -> list[Path]:
    """Convert files as LibreOffice understands them, all with one start of it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [tool("soffice"), profile, "--headless", "--convert-to", ending, "--outdir"]
    subprocess.run(
        [*command, str(folder), *map(str, paths)], check=True, capture_output=True, timeout=300
    )
    return [folder / f"{each.stem}.{ending}" for each in paths]
