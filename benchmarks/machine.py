"""What the numbers were measured on, without the name of the machine or its folders."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "streamlit",
    "streamlit-folium",
    "folium",
    "geopandas",
    "pydeck",
    "keplergl",
    "pandas",
    "polars",
    "duckdb",
    "ibis-framework",
    "sqlalchemy",
    "numpy",
    "pyarrow",
)


def line(*, browser: str = "") -> str:
    """Describe processor, memory, system and load in one line."""
    parts = [
        f"{_processor()}, {os.cpu_count()} cores, {_memory_gb():.0f} GB",
        _system(),
        f"Python {platform.python_version()}",
        *([f"Chromium {browser}"] if browser else []),
        f"load at the start {os.getloadavg()[0]:.1f}",
    ]
    return " · ".join(parts)


def packages(names: Iterable[str] = PACKAGES) -> dict[str, str]:
    """Return the versions of the packages that are installed."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    try:
        for entry in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if entry.startswith("model name"):
                return entry.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()
