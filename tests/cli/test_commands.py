"""The routes command: what it reports, and how it fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from routes.cases.reading import BUNDLED
from routes.cli import app
from routes.cli.request import Language
from routes.text import LANGUAGES, load

ROOT = Path(__file__).resolve().parents[2]
PRESS_RELEASE = ("--source", "fiscalia-2020-12-15")
HOSTILE = "{{7*7}} {% if %} {# <script>alert(1)</script> `${x}` \u2028 \u202e \x1b[31m [red]x[/red]"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def value(*arguments: str | Path) -> Any:
    """Return what a command writes as JSON."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return json.loads(result.stdout)


def refusal(*arguments: str | Path) -> str:
    """Return the message of a command that refuses its input."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def as_user(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a user does."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", "routes.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, **environment},
        check=False,
    )


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """A copy of the public cases that a test may spoil."""
    for path in BUNDLED.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


# totals


def test_the_totals_of_the_press_release() -> None:
    """The issue's own example, in a real process: numbers at the top level."""
    result = as_user("totals", "--json", *PRESS_RELEASE)
    assert result.returncode == 0
    found = json.loads(result.stdout)
    names = ("cases", "arrests", "victims", "minors", "assets", "asset_value_cop")
    assert [found[name] for name in names] == [4, 22, 17, 6, 7, 1_500_000_000]


def test_totals_show_the_other_reading_of_nemesis() -> None:
    """15 and 4 stand beside 17 and 6, each with its source."""
    told = {each["measure"]: each for each in value("totals", *PRESS_RELEASE)["conflicts"]}
    assert set(told) == {"victims", "minors"}
    assert [each["value"] for each in told["victims"]["readings"]] == [17, 15]
    assert [each["value"] for each in told["minors"]["readings"]] == [6, 4]
    assert told["victims"]["name"] == "Némesis"


def test_a_total_that_no_source_gives_is_null() -> None:
    """Not 0: the source is silent."""
    found = value("totals", "--source", "lafm-2021")
    assert found["cases"] == 1
    assert found["victims"] is None
    assert "sin dato en la fuente" in run("totals", "--source", "lafm-2021").stdout


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("es", ["Personas detenidas", "1.500.000.000", "Las fuentes no coinciden"]),
        ("en", ["People arrested", "1,500,000,000", "Sources disagree"]),
    ],
)
def test_tables_speak_the_language_asked_for(lang: str, words: list[str]) -> None:
    """Numbers are written as the language writes them."""
    text = run("totals", *PRESS_RELEASE, "--lang", lang).stdout
    assert all(word in text for word in words)


# flows


def test_flows_are_rows_with_their_sources() -> None:
    """A JSON array; each row has at least the seven columns of the issue."""
    rows = value("flows", "--from", "CO-ARA")
    assert [(row["from"], row["to"], row["cases"]) for row in rows] == [("CO-ARA", "85001", 1)]
    assert rows[0]["from_name"] == "Arauca"
    assert rows[0]["to_name"] == "Yopal"
    assert rows[0]["evidence"] == "stated"
    assert rows[0]["sources"] == ["elheraldo-2020-12-10"]


def test_no_line_from_the_border_departments_to_china_in_the_press_release() -> None:
    """At any level of detail that has departments."""
    for level in ("place", "department"):
        rows = value("flows", *PRESS_RELEASE, "--level", level)
        assert rows
        assert not [row for row in rows if row["from"] in {"CO-ARA", "CO-NSA", "81001", "54001"}]


def test_what_is_only_mentioned_has_no_origin() -> None:
    """Ecuador, Panama, the Dominican Republic, Peru: rows without ``from``."""
    rows = value("flows", *PRESS_RELEASE, "--evidence", "mentioned")
    assert {row["from"] for row in rows} == {None}
    assert {"ECU", "PAN", "DOM", "PER", "REG-FRONTERA-VEN"} <= {row["to"] for row in rows}
    assert all(row["sources"] == ["fiscalia-2020-12-15"] for row in rows)


def test_filters_are_named_as_in_links() -> None:
    """All together, by name or id, repeated or separated by commas."""
    by_name = ("--to", "china", "--via", "Madrid, España", "--source", "trust-2020-09-08")
    codes = ("--mode", "air,unknown", "--mode", "land", "--evidence", "stated")
    rest = ("--years", "2016:2022", "--purpose", "sexual", "--credibility", "3", "--q", "jade")
    minors = ("--minors", "unknown")
    rows = value("flows", *by_name, *codes, *rest, *minors, "--level", "country")
    assert ["COL", "ESP"] in [[row["from"], row["to"]] for row in rows]
    assert value("flows", "--crossing", "VE-PAEZ", "--nationality", "VEN") == []


def test_flows_for_people() -> None:
    """A table of flows, one of places without a route, or a word that there are none."""
    text = run("flows", *PRESS_RELEASE, "--lang", "en").stdout
    assert "Places without a route" in text
    assert "1 statement about a group" in text
    assert "Ningún flujo" in run("flows", "--q", "nothing has this").stdout


# cases


def test_cases_come_with_figures_and_sources() -> None:
    """Every fact of a case, conflicting figures included; lists as lists."""
    rows = {row["case_id"]: row for row in value("cases", *PRESS_RELEASE)}
    assert set(rows) == {"jade", "nemesis", "guangzhou-2020", "alzate"}
    nemesis = rows["nemesis"]
    assert nemesis["purposes"] == ["sexual"]
    assert nemesis["sources"] == ["elheraldo-2020-12-10", "fiscalia-2020-12-15"]
    victims = [f["value"] for f in nemesis["figures"] if f["measure"] == "victims"]
    assert victims == [17, 15]


def test_statements_are_listed_only_when_asked_for() -> None:
    """They are no cases."""
    ids = {row["case_id"] for row in value("cases", *PRESS_RELEASE, "--statements")}
    assert "fiscalia-2020-group" in ids
    assert "Némesis" in run("cases").stdout


# bad input


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("totals", "--from", "Arauca"), "CO-ARA"),
        (("totals", "--from", "Atlantis"), "Atlantis"),
        (("flows", "--years", "last"), "2016:2022"),
        (("flows", "--mode", "rocket"), "rocket"),
        (("cases", "--source", "nobody"), "nobody"),
        (("cases", "--credibility", "9"), "credibility"),
        (("flows", "--level", "street"), "street"),
        (("totals", "--lang", "fr"), "fr"),
        (("totals", "--data", "/no/such/folder"), "folder"),
        (("check", "/no/such/folder"), "folder"),
        (("synth", "--cases", "0", "x"), "--cases"),
        (("synth", "--cases", "many", "x"), "--cases"),
        (("export",), "OUT"),
        (("nonsense",), "nonsense"),
    ],
)
def test_bad_input_is_said_and_ends_with_status_2(arguments: tuple[str, ...], said: str) -> None:
    """On stderr, without a traceback, and with what was wrong."""
    assert said in refusal(*arguments)


def test_every_wrong_filter_is_named() -> None:
    """Not only the first."""
    message = refusal("totals", "--mode", "rocket", "--purpose", "fun", "--years", "x")
    assert all(each in message for each in ("rocket", "fun", "«x»"))


def test_all_faults_of_a_folder_are_told(spoiled: Path) -> None:
    """By check and by every command that reads it; as JSON too."""
    stops = (spoiled / "stops.csv").read_text(encoding="utf-8")
    (spoiled / "stops.csv").write_text(
        stops.replace("CO-ARA", "XX-XXX", 1).replace(",air,", ",rocket,", 1), encoding="utf-8"
    )
    (spoiled / "events.csv").unlink()
    for arguments in (
        ("check", spoiled),
        ("totals", "--data", spoiled),
        ("flows", "--data", spoiled),
    ):
        message = refusal(*arguments)
        assert all(
            each in message for each in ("XX-XXX", "rocket", "events.csv", "stops.csv, fila")
        )
    result = run("check", spoiled, "--json")
    assert result.exit_code == 2
    found = json.loads(result.stdout)
    assert not found["ok"]
    assert {fault["file"] for fault in found["faults"]} >= {"events.csv", "stops.csv"}
    assert {"file", "row", "column", "value", "rule", "text", "fix"} <= set(found["faults"][0])
    assert "checks.no_file" in {fault["rule"] for fault in found["faults"]}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("es", ("fila", "columna", "Falta el archivo", "No es un lugar conocido", "Quiso decir")),
        ("en", ("row", "column", "The file is missing", "Not a known place", "Did you mean")),
    ],
)
def test_faults_are_told_in_the_language_asked_for(
    spoiled: Path, lang: str, words: tuple[str, ...]
) -> None:
    """Place, rule and advice all change with the language."""
    stops = (spoiled / "stops.csv").read_text(encoding="utf-8")
    (spoiled / "stops.csv").write_text(stops.replace("CO-ARA", "XX-ARA", 1), encoding="utf-8")
    (spoiled / "events.csv").unlink()
    for arguments in (("check", spoiled), ("totals", "--data", spoiled)):
        message = refusal(*arguments, "--lang", lang)
        assert all(word in message for word in words), message


def test_a_good_folder_is_summed_up() -> None:
    """Rows by table, exit status 0."""
    found = value("check", BUNDLED)
    assert found["ok"]
    assert found["rows"]["cases"] == 20
    assert "cases.csv" in run("check", BUNDLED).stdout


def test_a_bad_argument_in_a_real_process() -> None:
    """Exit status 2, a message, and no traceback."""
    result = as_user("totals", "--data", "/no/such/folder")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert result.stderr.strip()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A folder in the file's place, or no folder for it."""
    assert str(tmp_path) in refusal("export", tmp_path)
    assert "nowhere" in refusal("export", tmp_path / "nowhere" / "map.html")


def test_a_terminal_that_knows_ascii_only_gets_an_answer() -> None:
    """Names lose their accents there rather than the command its life."""
    result = as_user("cases", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "nemesis" in result.stdout


# synth, export


def test_made_up_cases_go_round(tmp_path: Path) -> None:
    """synth writes what check accepts and totals and flows count; all say SYNTHETIC."""
    made = value("synth", "--cases", "60", "--flows", "30", "--seed", "4", tmp_path / "syn")
    assert made["cases"] == 60
    data = ("--data", tmp_path / "syn")
    assert value("check", tmp_path / "syn")["ok"]
    found = value("totals", *data)
    assert (found["cases"], found["data"]["synthetic"]) == (60, True)
    rows = value("flows", *data)
    assert len(rows) == 30
    assert all(row["synthetic"] for row in rows)
    for command in ("totals", "flows", "cases"):
        assert "SYNTHETIC" in run(command, *data).stderr
    assert "SYNTHETIC" in run("synth", "--cases", "3", tmp_path / "other").stdout


def test_synth_refuses_a_folder_of_real_cases(spoiled: Path) -> None:
    """What someone collected is not overwritten."""
    assert "is not made up" in refusal("synth", "--cases", "5", spoiled)


def test_the_map_is_exported_as_one_file(tmp_path: Path) -> None:
    """The same input and date give the same bytes; filters and language hold."""
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    for out in (one, two):
        made = value("export", out, *PRESS_RELEASE, "--date", "2026-01-31", "--lang", "en")
        assert made["bytes"] == out.stat().st_size < 1_000_000
    assert one.read_bytes() == two.read_bytes()
    assert b"Content-Security-Policy" in one.read_bytes()
    assert "one.html" in run("export", one).stdout


# hostile text


def test_hostile_text_reaches_terminal_and_json_as_text(spoiled: Path) -> None:
    """Nothing in a name colours, hides or moves anything, and JSON gives it back unchanged."""
    cases = (spoiled / "cases.csv").read_text(encoding="utf-8")
    hostile = HOSTILE.replace('"', '""')
    (spoiled / "cases.csv").write_text(
        cases.replace(",Jade,", f',"{hostile}",', 1), encoding="utf-8"
    )
    rows = value("cases", "--data", spoiled)
    assert HOSTILE in {row["name"] for row in rows}
    text = run("cases", "--data", spoiled).stdout
    assert "{{7*7}}" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_very_long_text_is_shortened_on_the_terminal(spoiled: Path) -> None:
    """100 kB in a name do not fill the screen."""
    cases = (spoiled / "cases.csv").read_text(encoding="utf-8")
    (spoiled / "cases.csv").write_text(
        cases.replace(",Jade,", f",{'x' * 100_000},", 1), encoding="utf-8"
    )
    result = run("cases", "--data", spoiled)
    assert result.exit_code == 0
    assert len(result.stdout) < 40_000


# the languages


def test_the_command_knows_every_language_of_the_product() -> None:
    """And has the same sentences in each."""
    assert {each.value for each in Language} == set(LANGUAGES)
    keys = [{key for key in load(lang).entries if key.startswith("cli.")} for lang in LANGUAGES]
    assert keys[0] == keys[1]


def test_help_names_every_filter() -> None:
    """Without the network, without data."""
    text = run("flows", "--help").stdout
    names = ("from", "to", "via", "crossing", "years", "purpose", "mode", "nationality", "minors")
    assert all(f"--{name}" in text for name in (*names, "evidence", "credibility", "source", "q"))


def test_both_engines_find_the_same_flows() -> None:
    """The portable expression in DuckDB counts what the columns count."""
    arguments = ("flows", "--level", "department", "--from", "CO-ANT")
    ours, portable = value(*arguments), value(*arguments, "--engine", "duckdb")
    names = ("from", "to", "from_name", "to_name", "cases", "stated_cases", "first_year")
    assert ours
    assert [[row[n] for n in names] for row in ours] == [
        [row[n] for n in names] for row in portable
    ]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("map.png", b"\x89PNG"),
        ("map.svg", b"<?xml"),
        ("map.pdf", b"%PDF"),
        ("map.csv", b"PK"),
        ("map.xlsx", b"PK"),
        ("map.pptx", b"PK"),
        ("map.geojson", b"{"),
        ("map.gpkg", b"SQLite format 3"),
        ("map.kml", b"<?xml"),
        ("map.parquet", b"PAR1"),
        ("map.htcds", b"PK"),
    ],
)
def test_the_ending_of_the_name_chooses_the_file(name: str, begins: bytes, tmp_path: Path) -> None:
    """Every kind of file is written, says which it is, and is the same twice."""
    asked = ("export", tmp_path / name, "--which", "public", "--date", "2026-01-31")
    written = Path(value(*asked)["file"])
    content = written.read_bytes()
    assert content.startswith(begins)
    assert Path(value(*asked)["file"]).read_bytes() == content


@pytest.mark.parametrize("name", ["map", "map.exe", "map.zip"])
def test_a_file_of_no_known_kind_is_refused(name: str, tmp_path: Path) -> None:
    """A name that ends like none of our files is refused with the endings there are."""
    assert ".geojson" in refusal("export", tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_an_internal_file_says_who_made_it(tmp_path: Path) -> None:
    """Without a name there is no internal file."""
    assert refusal("export", tmp_path / "map.pdf", "--audience", "internal")
    value("export", tmp_path / "map.pdf", "--audience", "internal", "--user", "ana")
