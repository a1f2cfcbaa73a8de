"""ZIP files: what is in them, and each member unpacked within bounds."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from routes.cases.faults import shown
from routes.cases.intake.findings import Findings
from routes.cases.intake.limits import (
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    MEBIBYTE,
    RATIO_FREE_BYTES,
)

SIGNATURES: Final = (b"PK\x03\x04", b"PK\x05\x06")
"""How a ZIP file begins: with a member, or empty."""

_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_SYMLINK: Final = 0o12
_OUTSIDE: Final = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f\x7f]")
_CHUNK_BYTES: Final = MEBIBYTE
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeError,
    ValueError,
    OverflowError,
)


def open_archive(data: bytes, findings: Findings) -> zipfile.ZipFile:
    """Open a ZIP file whose members are all of a kind and size that is read.

    Raises
    ------
    RefusedError
        If it is damaged, encrypted, or unpacks into too much; or if a member's name points
        out of the archive, although no name is ever used as a path.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except _BROKEN:
        findings.refuse("damaged_zip")
    if len(members) > MAX_MEMBERS:
        findings.refuse("too_many_members", n=MAX_MEMBERS)
    # What a member holds is never read beyond the size declared here (`unpack`).
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        findings.refuse("unpacked", n=MAX_UNPACKED_BYTES // MEBIBYTE)
    for member in members:
        _check_member(member, findings)
    return archive


def _check_member(member: zipfile.ZipInfo, findings: Findings) -> None:
    name = member.filename
    if _OUTSIDE.search(member.orig_filename):
        findings.refuse("member_name", value=name)
    if member.flag_bits & _ENCRYPTED:
        findings.refuse("encrypted", value=name)
    if member.compress_type not in _METHODS:
        findings.refuse("compression", value=name)
    if member.external_attr >> 28 == _SYMLINK:
        findings.refuse("member_name", value=name)
    dense = member.file_size > MAX_RATIO * max(member.compress_size, 1)
    if dense and member.file_size > RATIO_FREE_BYTES:
        findings.refuse("ratio", value=name, n=MAX_RATIO)


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, findings: Findings) -> bytes:
    """Return the content of a member, never more of it than it declared.

    Raises
    ------
    RefusedError
        If it is damaged.
    """
    parts: list[bytes] = []
    left = min(member.file_size, MAX_UNPACKED_BYTES)
    try:
        with archive.open(member) as stream:
            while left > 0 and (part := stream.read(min(_CHUNK_BYTES, left))):
                parts.append(part)
                left -= len(part)
            if stream.read(1):
                raise zipfile.BadZipFile
    except _BROKEN:
        findings.refuse("damaged_member", sheet=label(member.filename))
    return b"".join(parts)


def is_junk(name: str) -> bool:
    """Tell whether a member is what macOS and Windows add without asking."""
    base = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or base.startswith("._") or base in _JUNK


_JUNK: Final = (".DS_Store", "Thumbs.db", "desktop.ini", "")


def label(name: str) -> str:
    """Return a member's name without its folders, as it is shown and never as it is opened.

    >>> label("export/cases.csv")
    'cases.csv'
    """
    return shown(name.rpartition("/")[2])[1:-1]
