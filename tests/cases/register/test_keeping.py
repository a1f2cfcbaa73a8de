"""A backup holds everything, and a register comes back from it, or stays as it is."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from routes.cases.register import Register, RegisterError
from routes.cases.register.database import sqlite_url
from tests.cases.register import children
from tests.cases.register.test_processes import Child, fresh
from tests.cases.register.test_verify import contents, fill, flip
from tests.registers import add_cases


@contextmanager
def refused(key: str) -> Iterator[None]:
    with pytest.raises(RegisterError) as caught:
        yield
    assert caught.value.key == f"register.{key}"


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_register_comes_back_from_its_backup(url: str, target: str, tmp_path: Path) -> None:
    """All of it, from either database into either, and goes on from there."""
    register = Register.open(url)
    fill(register)
    register.backup(tmp_path / "backup.sqlite")
    there = fresh(target, tmp_path, 1)
    assert Register.restore(tmp_path / "backup.sqlite", there) is None
    restored = Register.open(there)
    assert contents(restored) == contents(register)
    assert restored.version() == register.version()
    assert restored.verify() == []
    assert add_cases(restored, "z").previous == register.version()


def test_a_backup_is_one_whole_file(register: Register, tmp_path: Path) -> None:
    """Nothing belongs to it but itself; it can be read as a register, and is never overwritten."""
    fill(register)
    folder = tmp_path / "backups"
    folder.mkdir()
    path = folder / "a b?c#d%e.sqlite"
    register.backup(path)
    assert list(folder.iterdir()) == [path]
    content = path.read_bytes()
    with refused("file_exists"):
        register.backup(path)
    assert path.read_bytes() == content
    assert contents(Register.open(sqlite_url(path))) == contents(register)


def test_a_backup_is_of_one_moment(url: str, tmp_path: Path) -> None:
    """Others write meanwhile: what is in the copy is a whole state of the register."""
    writer = Child(children.import_on, url, 0)
    assert writer.answer() == "ready"
    writer.answer()
    register = Register.open(url)
    for number in range(5):
        register.backup(tmp_path / f"{number}.sqlite")
    writer.killed()
    hashes = {entry.hash for entry in register.log()}
    for number in range(5):
        copy = Register.open(sqlite_url(tmp_path / f"{number}.sqlite"))
        assert copy.version() in hashes
        assert len(copy.tables().cases) == children.CASES * len(copy.log())


def test_the_register_before_is_kept_aside(tmp_path: Path) -> None:
    """Who has it open reads the restored one from then on."""
    url = sqlite_url(tmp_path / "register.sqlite")
    register = Register.open(url)
    add_cases(register, "x", sources="a")
    old = register.version()
    register.backup(tmp_path / "backup.sqlite")
    add_cases(register, "y")
    newer = register.version()
    with register._database.reading() as connection:
        assert connection.exec_driver_sql("SELECT max(seq) FROM entries").scalar() == 2
        aside = Register.restore(tmp_path / "backup.sqlite", url)
        assert connection.exec_driver_sql("SELECT max(seq) FROM entries").scalar() == 2
    assert register.version() == old
    assert aside is not None
    kept = Register.open(sqlite_url(aside))
    assert kept.version() == newer
    assert kept.verify() == register.verify() == []


def test_a_damaged_register_is_replaced_and_kept(tmp_path: Path) -> None:
    """Though nobody can open it any more."""
    path = tmp_path / "register.sqlite"
    register = Register.open(sqlite_url(path))
    add_cases(register, "x", sources="a")
    register.backup(tmp_path / "backup.sqlite")
    path.write_bytes(b"damaged" * 1000)
    with refused("damaged"):
        Register.open(sqlite_url(path))
    aside = Register.restore(tmp_path / "backup.sqlite", sqlite_url(path))
    assert aside is not None
    assert aside.read_bytes() == b"damaged" * 1000
    assert Register.open(sqlite_url(path)).verify() == []
    assert len(Register.open(sqlite_url(path)).tables().cases) == 1


def test_postgresql_is_only_restored_where_nothing_is(postgres_url: str, tmp_path: Path) -> None:
    """Its own tools move a database aside; no entry is overwritten."""
    register = Register.open(postgres_url)
    add_cases(register, "x", sources="a")
    register.backup(tmp_path / "backup.sqlite")
    with refused("not_empty"):
        Register.restore(tmp_path / "backup.sqlite", postgres_url)
    assert register.verify() == []


def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    """It is verified first: most bits turned over in it are found, and then all stays."""
    url, other = (sqlite_url(tmp_path / f"{name}.sqlite") for name in ("register", "other"))
    register = Register.open(other)
    fill(register)
    backup = tmp_path / "backup.sqlite"
    register.backup(backup)
    good = backup.read_bytes()
    add_cases(Register.open(url), "kept", sources="a")
    before = Register.open(url).version()
    lot, refusals = random.Random(20261123), 0
    for _ in range(12):
        backup.write_bytes(good)
        flip(backup, lot)
        damaged = backup.read_bytes()
        try:
            Register.restore(backup, url)
        except RegisterError:
            refusals += 1
            assert Register.open(url).version() == before
        else:
            assert contents(Register.open(url)) == contents(register)
            before = register.version()
        assert backup.read_bytes() == damaged
    assert refusals > 3


@pytest.mark.parametrize(
    ("content", "key"), [(b"", "no_backup"), (b"no database" * 1000, "damaged")]
)
def test_what_is_no_backup_is_refused(content: bytes, key: str, tmp_path: Path) -> None:
    """A file of another kind, an empty one, another database, and none at all."""
    path = tmp_path / "backup.sqlite"
    path.write_bytes(content)
    there = sqlite_url(tmp_path / "register.sqlite")
    with refused(key):
        Register.restore(path, there)
    assert path.read_bytes() == content
    with refused("no_file"):
        Register.restore(tmp_path / "none", there)
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE other (n INTEGER)")
    with refused("no_backup"):
        Register.restore(other, there)
    assert not (tmp_path / "register.sqlite").exists()


def test_another_database_is_not_replaced(tmp_path: Path) -> None:
    """A file that holds something else is left as it is."""
    register = Register.open(sqlite_url(tmp_path / "register.sqlite"))
    register.backup(tmp_path / "backup.sqlite")
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE other (n INTEGER)")
    with refused("no_register"):
        Register.restore(tmp_path / "backup.sqlite", sqlite_url(other))
    with closing(sqlite3.connect(other)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("other",)]


def test_a_damaged_register_makes_no_backup(tmp_path: Path) -> None:
    """Better none than one that nobody can restore."""
    path = tmp_path / "register.sqlite"
    register = Register.open(sqlite_url(path))
    fill(register)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE cases SET name = 'other'")
    with refused("backup_damaged"):
        register.backup(tmp_path / "backup.sqlite")
    assert list(tmp_path.glob("backup*")) == []


def test_where_no_backup_can_be_written_it_says_so(register: Register, tmp_path: Path) -> None:
    """A folder that is not there."""
    with refused("file_not_written"):
        register.backup(tmp_path / "none" / "backup.sqlite")
