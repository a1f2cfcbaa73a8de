"""What the register refuses is said in both languages, and nothing else is."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from routes.cases.register import Register, RegisterError
from routes.cases.register.errors import _POSTGRESQL, _SQLITE, translated
from routes.text import LANGUAGES, load

FOLDER = Path(__file__).resolve().parents[3] / "src" / "routes"
SOURCE = "".join(path.read_text() for path in (FOLDER / "cases" / "register").glob("*.py"))


def test_every_sentence_is_said_somewhere() -> None:
    """And what is said is a sentence: the keys in the text are those in the program."""
    said = set(re.findall(r'RegisterError\(\s*"(\w+)"', SOURCE))
    said |= set(_SQLITE.values()) | set(_POSTGRESQL.values()) | {"failed"}
    # Keys chosen in one place and raised in another.
    said |= {"backup_damaged", "restore_damaged", "case_changed", "lost"}
    said |= {f"differs.{key}" for key in re.findall(r'_differs\(\s*"(\w+)"', SOURCE)}
    for lang in LANGUAGES:
        text = tomllib.loads((FOLDER / "text" / lang / "register.toml").read_text())
        keys = {key for key in text if key != "differs"}
        assert keys | {f"differs.{key}" for key in text["differs"]} == said


def test_an_error_is_told_in_the_language_of_the_reader() -> None:
    """With what was given in it; braces in that are only braces."""
    error = RegisterError("no_case", case="{0} {case} {{7*7}}")
    assert "{0} {case} {{7*7}}" in error.told(load("es"))
    assert str(error) == error.told(load("en"))
    assert error.key == "register.no_case"
    assert error.details == (("case", "{0} {case} {{7*7}}"),)


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("SQLITE_FULL", "disk_full"),
        ("SQLITE_IOERR_WRITE", "not_written"),
        ("SQLITE_BUSY_SNAPSHOT", "busy"),
        ("SQLITE_CORRUPT_VTAB", "damaged"),
        ("SQLITE_READONLY_DBMOVED", "not_writable"),
        ("SQLITE_NOMEM", "failed"),
    ],
)
def test_what_sqlite_reports_is_translated(code: str, key: str) -> None:
    """By its code, not by its words, which stay readable."""
    report = sqlite3.OperationalError("disk  I/O\nerror")
    report.sqlite_errorname = code
    for raised in (report, DBAPIError("SELECT 1", None, report)):
        with pytest.raises(RegisterError) as caught, translated():
            raise raised
        assert caught.value.key == f"register.{key}"
        assert dict(caught.value.details) == {"said": "disk I/O error"}


def test_other_errors_stay_what_they_are() -> None:
    """A mistake of ours is no fault of the database."""
    with pytest.raises(KeyError), translated():
        raise KeyError("mine")


def test_a_register_that_may_only_be_read_says_so(register: Register) -> None:
    """A writer without the right to write is told, and nothing is changed."""
    sqlite = register._database.is_sqlite
    forbid = "PRAGMA query_only=ON" if sqlite else "SET TRANSACTION READ ONLY"
    with pytest.raises(RegisterError) as caught:
        write_after(register, forbid)
    assert caught.value.key == "register.not_writable"
    assert register.verify() == []


def write_after(register: Register, statement: str) -> None:
    with register._database.writing() as connection:
        connection.exec_driver_sql(statement)
        connection.exec_driver_sql("DELETE FROM uploads")
