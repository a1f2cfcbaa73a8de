"""The tables of the register, made and moved by migrations alone."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from routes.cases.register import Register, RegisterError
from routes.cases.register.database import default_url, sqlite_url
from routes.cases.register.migrations import differing, migrate, scripts
from routes.cases.register.schema import HEAD, metadata
from routes.text import LANGUAGES, load
from tests.registers import add_cases

ROOT = Path(__file__).resolve().parents[3]


def execute(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_the_last_migration_is_the_one_that_is_known() -> None:
    """Otherwise every opening would try to migrate again."""
    assert scripts().get_current_head() == HEAD


def test_migrations_make_the_tables_that_are_used(url: str) -> None:
    """On either database, to the type, key and index."""
    Register.open(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert differing(connection, metadata) == []
    engine.dispose()


def test_migrations_run_once(url: str) -> None:
    """Opening again changes nothing, and does not even load what migrates."""
    add_cases(Register.open(url), "x", sources="a")
    version = Register.open(url).version()
    program = (
        "import sys; from routes.cases.register import Register;"
        f"print(Register.open({url!r}).version(), 'alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == [version, "False"]


def test_several_may_open_a_new_register_at_once(url: str) -> None:
    """One of them makes the tables; nobody fails."""
    with ThreadPoolExecutor(6) as pool:
        registers = list(pool.map(lambda _: Register.open(url), range(6)))
    add_cases(registers[0], "x", sources="a")
    assert {register.version() for register in registers} == {registers[0].version()}


def test_a_newer_schema_is_refused(url: str) -> None:
    """With a message that says which is which, and what to do; nothing is touched."""
    add_cases(Register.open(url), "x", sources="a")
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RegisterError) as caught:
        Register.open(url)
    assert caught.value.key == "register.newer"
    for lang in LANGUAGES:
        told = caught.value.told(load(lang))
        assert "9999" in told
        assert HEAD in told
    execute(url, f"UPDATE alembic_version SET version_num = '{HEAD}'")
    assert Register.open(url).verify() == []


def test_another_database_is_refused(url: str) -> None:
    """What holds other tables is somebody else's; it is left as it was."""
    execute(url, "CREATE TABLE other (n INTEGER)")
    with pytest.raises(RegisterError, match="no register"):
        Register.open(url)
    engine = create_engine(url)
    assert inspect(engine).get_table_names() == ["other"]
    engine.dispose()


@pytest.mark.parametrize(
    "other", ["mysql://u:secret@h/d", "sqlite://", "sqlite:///:memory:", "", "no url", "x" * 9999]
)
def test_another_kind_of_database_is_refused(other: str) -> None:
    """Only files of SQLite and PostgreSQL keep what is acknowledged; no password is shown."""
    with pytest.raises(RegisterError) as caught:
        Register.open(other or " ")
    assert caught.value.key == "register.unknown_database"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("content", [b"x" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """And left as it is."""
    path = tmp_path / "register.sqlite"
    path.write_bytes(content)
    with pytest.raises(RegisterError) as caught:
        Register.open(sqlite_url(path))
    assert caught.value.key == "register.damaged"
    assert path.read_bytes() == content


def test_what_cannot_be_reached_says_so(tmp_path: Path) -> None:
    """A server that is not there, and a folder that is a file."""
    with pytest.raises(RegisterError, match="cannot be reached"):
        Register.open(f"postgresql://nobody@/nothing?host={tmp_path}")
    (tmp_path / "file").touch()
    with pytest.raises(RegisterError, match="cannot be opened"):
        Register.open(sqlite_url(tmp_path / "file" / "register.sqlite"))


def test_the_place_of_the_register_can_be_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a URL, or by the folder of its file; else it is beside the product's data."""
    monkeypatch.delenv("ROUTES_DATABASE", raising=False)
    monkeypatch.delenv("ROUTES_VAR", raising=False)
    assert default_url() == sqlite_url(ROOT / "var" / "register.sqlite")
    folder = tmp_path / "a b?c#d%e" / "new"
    monkeypatch.setenv("ROUTES_VAR", str(folder))
    add_cases(Register.open(), "x", sources="a")
    assert (folder / "register.sqlite").is_file()
    assert len(Register.open().tables().cases) == 1
    monkeypatch.setenv("ROUTES_DATABASE", sqlite_url(tmp_path / "other.sqlite"))
    assert len(Register.open().tables().cases) == 0


def test_a_file_is_safe_on_the_disk_before_an_entry_is_returned(tmp_path: Path) -> None:
    """SQLite syncs at every commit, and logs ahead so that readers need not wait."""
    register = Register.open(sqlite_url(tmp_path / "register.sqlite"))
    with register._database.reading() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert found == ["wal", 2, 1]


def test_postgresql_commits_to_disk_whatever_its_default(postgres_url: str) -> None:
    """A server set to answer before it has written is asked not to."""
    register = Register.open(postgres_url)
    with register._database.reading() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"


def test_a_migration_that_fails_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All its tables are made in one transaction."""

    def fail(connection: object) -> None:
        migrate(connection)  # type: ignore[arg-type]
        raise OSError("gone")

    with monkeypatch.context() as patch:
        patch.setattr("routes.cases.register.migrations.migrate", fail)
        with pytest.raises(OSError, match="gone"):
            Register.open(url)
    engine = create_engine(url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    assert Register.open(url).verify() == []
