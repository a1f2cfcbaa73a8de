"""The files that a release can become, by the ending of their name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from routes.publish.datafiles import KINDS as DATA_KINDS
from routes.publish.datafiles import SUFFIXES, data_file
from routes.publish.html import export_html
from routes.publish.picture import KINDS as PICTURE_KINDS
from routes.publish.picture import Paper, picture
from routes.publish.slides import slides
from routes.publish.telling import Told, silent
from routes.release import Release
from routes.text import Text

HTML: Final = "html"
KINDS: Final = (HTML, *PICTURE_KINDS, "pptx", *DATA_KINDS)
"""What `routes export` writes."""


class FileNameError(ValueError):
    """Raised for the name of a file of which nobody can tell the kind.

    Parameters
    ----------
    path : pathlib.Path
        What was given.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.endings = path, ", ".join(f".{each}" for each in KINDS)
        super().__init__(f"Invalid file name '{path}'. It must end in one of {self.endings}.")

    def told(self, t: Text) -> str:
        """Say it in a language."""
        return t("cli.wrong_name", name=str(self.path), endings=self.endings)


def named(path: Path) -> tuple[str, Path]:
    """Return the kind of file that a name asks for, and the name it gets.

    Several tables together are a ZIP archive and say so: ``map.csv`` becomes ``map.csv.zip``.

    Raises
    ------
    FileNameError
        If no file ends like that.

    Examples
    --------
    >>> kind, path = named(Path("map.csv"))
    >>> kind, path.name
    ('csv', 'map.csv.zip')
    """
    name = path.name.lower().removesuffix(".zip")
    kind = name.rpartition(".")[2]
    if kind not in KINDS or "." not in name:
        raise FileNameError(path)
    stem = path.name[: len(name) - len(kind) - 1]
    return kind, path.with_name(stem + SUFFIXES.get(kind, f".{kind}"))


def made(
    release: Release,
    *,
    kind: str,
    lang: str,
    level: str,
    paper: Paper,
    detail: str = "auto",
    told: Told = silent,
) -> bytes:
    """Return a release as a file of any kind.

    Parameters
    ----------
    release : Release
        What may leave the house.
    kind : str
        One of `KINDS`.
    lang : {"es", "en"}
        Language of the file.
    level : {"place", "department", "country"}
        Level of the map of a page or picture.
    paper : {"a4", "16:9"}
        Shape of a picture.
    detail : {"auto", "full", "counts"}
        How much a page holds of each case.
    told : callable, optional
        Told each stage (of `routes.publish.telling.STAGES`) with the share of it that is done,
        0 to 1. The last call is ``("writing", 1.0)``.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind == HTML:
        told("writing", 0.0)
        page = export_html(release, lang=lang, level=level, detail=detail).encode("ascii")
        told("writing", 1.0)
        return page
    if kind in PICTURE_KINDS:
        return picture(release, kind=kind, lang=lang, paper=paper, level=level, told=told)
    if kind == "pptx":
        return slides(release, lang=lang, told=told)
    return data_file(release, kind=kind, lang=lang, told=told)
