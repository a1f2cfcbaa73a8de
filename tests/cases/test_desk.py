"""The case desk: a file in, an answer out, and into the register as a whole or not at all."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from routes.cases import desk
from routes.cases.desk import DeskError, Job
from routes.cases.intake.limits import MAX_UPLOAD_BYTES
from routes.cases.intake.model import Checked, Options
from routes.cases.intake.workers import WORKERS
from routes.cases.reading import BUNDLED
from routes.cases.register import Register, RegisterError
from routes.cases.register.model import Entry
from routes.cases.synth import write_synthetic
from routes.text import LANGUAGES, load
from tests.cases.intake.files import STATISTICS

ROOT = Path(__file__).resolve().parents[2]
PERSONAL = (
    b"case_id,name,kind,authority,status,period_start,period_end,date_precision,purposes,means,"
    b"recruitment,handling,summary_es,summary_en\n"
    b"syn,SYNTHETIC,case,SYNTHETIC,alleged,2020,2020,year,,,,reserved,CC 1.032.456.789,\n"
)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register.open(f"sqlite:///{tmp_path / 'register.sqlite'}")


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic")
    write_synthetic(folder, cases=4000, seed=3)
    return folder


def test_a_folder_becomes_an_entry(register: Register) -> None:
    """What was read, understood and checked elsewhere is in the register, row by row."""
    content, name = desk.content_of(BUNDLED)
    assert name == "cases.zip"
    told: list[str] = []
    checked, entry = desk.import_file(
        register, content, name, user="ana", told=lambda stage, share: told.append(stage)
    )
    assert checked.counts == {"input": 261, "accepted": 261, "rejected": 0, "duplicate": 0}
    assert entry is not None
    assert len(register.tables().cases) == 20
    assert register.upload(checked.sha256) == content
    stages = list(dict.fromkeys(told))
    assert [stage for stage in stages if stage != "sealing"] == [
        *("reading", "understanding", "checking", "writing"),
    ]
    again, none = desk.import_file(register, content, name, user="ana")
    assert again.counts == {"input": 261, "accepted": 0, "rejected": 0, "duplicate": 261}
    assert none is None


def test_a_check_alone_changes_nothing(register: Register) -> None:
    """Nothing is imported by a dry run, or while something may be personal data."""
    content = STATISTICS.encode()
    checked, entry = desk.import_file(register, content, "s.csv", user="ana", dry_run=True)
    assert checked.counts["accepted"] == 3
    assert entry is None
    options = Options(form="tables", good_rows=True)
    checked, entry = desk.import_file(register, PERSONAL, "p.csv", user="ana", options=options)
    assert checked.asks
    assert entry is None
    assert register.log() == []


def test_a_file_that_cannot_be_read_is_an_answer(register: Register) -> None:
    """No rows, and the reason; nothing is raised."""
    for content in (b"", b"\0", b"x" * (MAX_UPLOAD_BYTES + 1)):
        checked, entry = desk.import_file(register, content, "../../x.csv", user="ana")
        assert checked.counts["input"] == 0
        assert entry is None
        assert checked.file == "x.csv"
        assert [fault.severity for fault in checked.faults] == ["error"]


def test_a_file_without_rows_says_so(register: Register) -> None:
    """A header alone imports nothing, and that is no success."""
    checked, entry = desk.import_file(register, b"case,route,source\n", "q.csv", user="ana")
    assert entry is None
    assert [fault.rule for fault in checked.faults] == ["reading.no_rows"]


def test_a_cell_that_fills_two_fields_is_at_fault_once(register: Register) -> None:
    """A period in the future is the start and the end of its case, and one thing to correct."""
    content = "ruta;fuente;fecha\nTibú > Cúcuta;SYNTHETIC;2031\n".encode()
    checked = desk.inspect(
        content, "q.csv", options=Options(), known=register.known(), today=date(2026, 1, 1)
    )
    errors = [(f.row, f.column, f.rule) for f in checked.faults if f.severity == "error"]
    assert errors == [(2, "fecha", "checks.future_date")]


def test_today_is_what_the_caller_says(register: Register) -> None:
    """A date is in the future of the day given, whatever day the process thinks it is."""
    content = STATISTICS.encode()
    known = register.known()
    early = desk.inspect(content, "s.csv", options=Options(), known=known, today=date(2024, 1, 17))
    assert {fault.row for fault in early.faults if fault.severity == "error"} == {4}


def test_a_process_of_its_own_imports(register: Register) -> None:
    """What another process wrote is there, and what the register refuses is told as it says."""
    content = STATISTICS.encode()
    checked = desk.inspect(content, "s.csv", options=Options(), known=register.known())
    entry = desk.add(register, checked, content, user="ana", reason="SYNTHETIC")
    assert register.log() == [entry]
    assert len(register.statistics()) == 3
    with pytest.raises(RegisterError) as caught:
        desk.add(register, checked, content, user="ana")
    with pytest.raises(RegisterError) as here:
        register.add(checked, content, user="ana")
    assert [caught.value.told(load(lang)) for lang in LANGUAGES] == [
        here.value.told(load(lang)) for lang in LANGUAGES
    ]


def test_what_is_committed_is_told_although_it_was_cancelled(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that comes too late does not make an import undone: the register is asked."""
    content = STATISTICS.encode()
    checked = desk.inspect(content, "s.csv", options=Options(), known=register.known())
    run = WORKERS.run

    def late(*given: object, **options: object) -> None:
        run(*given, **options)  # type: ignore[arg-type]
        raise DeskError("reading.cancelled")

    def early(*given: object, **options: object) -> None:
        raise DeskError("reading.cancelled")

    monkeypatch.setattr(WORKERS, "run", early)
    with pytest.raises(DeskError):
        desk.add(register, checked, content, user="ana")
    monkeypatch.setattr(WORKERS, "run", late)
    assert desk.add(register, checked, content, user="ana") == register.log()[0]


def test_jobs_work_in_the_background(register: Register) -> None:
    """A job starts at once, tells how far it is, and ends with a result."""
    content = STATISTICS.encode()
    checking = desk.inspecting(content, "s.csv", options=Options(), known=register.known)
    assert checking.wait(60)
    assert isinstance(checking.result, Checked)
    assert (checking.stage, checking.share, checking.error) == ("checking", 1.0, None)
    adding = desk.adding(register, checking.result, content, user="ana")
    assert adding.wait(60)
    assert isinstance(adding.result, Entry)
    refused = desk.adding(register, checking.result, content, user="ana")
    assert refused.wait(60)
    assert isinstance(refused.error, RegisterError)
    assert refused.result is None


def test_a_job_can_be_cancelled(register: Register, synthetic: Path) -> None:
    """Cancelling ends it soon, and the error says that nothing was imported."""
    content, name = desk.content_of(synthetic)
    job = desk.inspecting(content, name, options=Options(), known=register.known())
    while job.stage != "checking" and not job.done:
        time.sleep(0.005)
    job.cancel()
    assert job.wait(10)
    assert isinstance(job.error, DeskError)
    assert job.error.rule == "reading.cancelled"


def test_an_import_that_is_cancelled_leaves_nothing(register: Register, synthetic: Path) -> None:
    """The transaction of a process that was ended is undone by the database."""
    content, name = desk.content_of(synthetic)
    options = Options(good_rows=True, names_checked=True)
    checked = desk.inspect(content, name, options=options, known=register.known())
    job = desk.adding(register, checked, content, user="ana")
    while job.stage != "writing" and not job.done:
        time.sleep(0.002)
    job.cancel()
    assert job.wait(30)
    if job.error is None:  # it was quicker
        assert len(register.log()) == 1
    else:
        assert isinstance(job.error, DeskError)
        assert register.log() == []
    assert register.verify() == []


def test_an_unexpected_error_ends_a_job() -> None:
    """A job never stays undone."""

    def work(told: object, cancelled: object) -> int:
        raise ZeroDivisionError

    job = Job(work)
    assert job.wait(5)
    assert isinstance(job.error, ZeroDivisionError)


def test_a_desk_error_speaks_both_languages() -> None:
    """Every reason why work ended has its sentences."""
    rules = ("cancelled", "slow", "memory", "results", "crashed", "no_process", "no_file")
    for rule in rules:
        error = DeskError(f"reading.{rule}", (("n", "1500"), ("path", "'x'")))
        assert error.told(load("es")) != error.told(load("en"))
    assert "1.500" in DeskError("reading.slow", (("n", "1500"),)).told(load("es"))


def test_a_path_that_leads_nowhere_says_so(tmp_path: Path) -> None:
    """The message names the path; a folder without CSV files is a ZIP without any."""
    with pytest.raises(DeskError, match="nowhere"):
        desk.content_of(tmp_path / "nowhere")
    assert desk.content_of(tmp_path)[1] == f"{tmp_path.name}.zip"


def test_the_same_folder_is_the_same_file(synthetic: Path) -> None:
    """Packing depends on nothing but the content, so its SHA-256 tells files apart."""
    assert desk.content_of(synthetic) == desk.content_of(synthetic)


def test_folders_of_jobs_are_removed(register: Register) -> None:
    """After an answer nothing of the file is left on the disk."""
    with WORKERS.folder() as folder:
        assert folder.stat().st_mode & 0o077 == 0
        home = folder.parent
    desk.import_file(register, STATISTICS.encode(), "s.csv", user="ana")
    assert list(home.iterdir()) == []


PROGRAM = """
import sys
sys.path[:0] = [{src!r}, {root!r}]
print("started")
from routes.cases import desk
from routes.cases.intake.model import Options
from routes.cases.register import Register
known = Register.open({url!r}).known()
checked = desk.inspect({content!r}, "s.csv", options=Options(), known=known)
print(checked.counts["accepted"])
"""


def test_any_program_may_ask(tmp_path: Path) -> None:
    """A script is not run a second time by the process that reads, and leaves none behind."""
    program = PROGRAM.format(
        src=str(ROOT / "src"),
        root=str(ROOT),
        url=f"sqlite:///{tmp_path / 'r.sqlite'}",
        content=STATISTICS.encode(),
    )
    script = tmp_path / "script.py"
    script.write_text(program)
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["started", "3"]
    assert done.stderr == ""


def test_the_program_goes_on_meanwhile(register: Register, synthetic: Path) -> None:
    """While files are checked, other threads of the program are not held up."""
    content, name = desk.content_of(synthetic)
    jobs = [
        desk.inspecting(content, name, options=Options(), known=register.known()) for _ in range(2)
    ]
    longest, before = 0.0, time.monotonic()
    while not all(job.done for job in jobs):
        threading.Event().wait(0.005)
        longest, before = max(longest, time.monotonic() - before), time.monotonic()
    assert [job.error for job in jobs] == [None, None]
    assert longest < 1
