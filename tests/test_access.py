"""The roles file: who is let in with what, and what is said of a file that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.access import RolesError, people_now, read, scope_of
from routes.scope import Scope
from routes.text import load

GOOD = """
[people."Ana.Diaz@Example.org"]
role = "analyst"
handling = ["public", "classified"]
departments = ["CO-NSA", "CO-ARA"]

[people."*@example.org"]
role = "viewer"
handling = ["public"]
"""
ANA = Scope(("public", "classified"), ("CO-ARA", "CO-NSA"), "analyst")


def test_an_address_counts_before_its_domain() -> None:
    """And letters are the same, large and small."""
    found = read(GOOD.encode())
    assert scope_of(found, "ana.diaz@example.ORG") == ANA
    assert scope_of(found, "ANA.DIAZ@EXAMPLE.ORG") == ANA
    assert scope_of(found, "other@example.org") == Scope(("public",), None, "viewer")


@pytest.mark.parametrize(
    "email",
    [
        "ana.diaz@example.com",
        "ana.diaz@sub.example.org",
        "ana.diaz@example.org.evil.net",
        "ana.diaz@evil.net@example.org",
        "*@example.org",
        "@example.org",
        "ana.diaz",
        "",
        "ana.diaz@example.org\n",
        "ana.diaz @example.org",
        # Unicode folds these into an ASCII k and an ASCII s.
        "\N{KELVIN SIGN}ate@example.org",
        "\N{LATIN SMALL LETTER LONG S}am@example.org",
    ],
)
def test_nobody_else_is_let_in(email: str) -> None:
    """Not a subdomain, not a pattern, and no address that only looks like one."""
    assert scope_of(read(GOOD.encode()), email) is None


def person(body: str, entry: str = "a@b.co") -> str:
    return f'[people."{entry}"]\n{body}\n'


RIGHT = 'role = "viewer"\nhandling = ["public"]'


@pytest.mark.parametrize(
    ("text", "rule", "entry", "value"),
    [
        ("people = 3", "no_table", "", "people"),
        ("[people", "no_toml", "", ""),
        (f"{person(RIGHT)}[poeple]", "unknown_table", "", "poeple"),
        ('[people]\n"a@b.co" = "officer"', "no_table", "a@b.co", "officer"),
        (person('role = "viewer"'), "lacks", "a@b.co", "handling"),
        (person('handling = ["public"]'), "lacks", "a@b.co", "role"),
        (person(RIGHT + '\ndepartment = ["CO-NSA"]'), "unknown_key", "a@b.co", "department"),
        (person(RIGHT.replace("viewer", "admin")), "bad_role", "a@b.co", "admin"),
        (person(RIGHT.replace('"viewer"', "7")), "bad_role", "a@b.co", "7"),
        (person(RIGHT.replace("public", "secret")), "bad_level", "a@b.co", "secret"),
        (person(RIGHT.replace('["public"]', "[]")), "no_list", "a@b.co", "handling"),
        (person(RIGHT.replace('["public"]', '"public"')), "no_list", "a@b.co", "handling"),
        (person(RIGHT + "\ndepartments = []"), "no_list", "a@b.co", "departments"),
        (person(RIGHT + '\ndepartments = ["54001"]'), "bad_department", "a@b.co", "54001"),
        (person(RIGHT + '\ndepartments = ["COL"]'), "bad_department", "a@b.co", "COL"),
        (person(RIGHT, "*"), "bad_address", "*", "*"),
        (person(RIGHT, "*@*"), "bad_address", "*@*", "*@*"),
        (person(RIGHT, "*@org"), "bad_address", "*@org", "*@org"),
        (person(RIGHT, "ana"), "bad_address", "ana", "ana"),
        (person(RIGHT) + person(RIGHT, "A@B.co"), "twice", "A@B.co", "a@b.co"),
    ],
)
def test_what_is_wrong_is_named(text: str, rule: str, entry: str, value: str) -> None:
    """File, entry, value and rule, in both languages."""
    with pytest.raises(RolesError) as caught:
        read(text.encode(), name="roles.toml")
    error = caught.value
    assert (error.rule, error.entry) == (rule, entry)
    assert value in error.value
    for lang in ("es", "en"):
        said = error.told(load(lang))
        assert said.startswith("roles.toml: ")
        assert entry in said
        assert value in said


def test_a_file_that_is_no_text_or_endless_is_refused() -> None:
    """Without a traceback."""
    for content, rule in ((b"\xff\xfe", "no_toml"), (b"#" * 1_000_001, "too_large")):
        with pytest.raises(RolesError) as caught:
            read(content)
        assert caught.value.rule == rule


def test_a_change_counts_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even one that leaves the size as it was; a file that is gone lets nobody in."""
    path = tmp_path / "roles.toml"
    monkeypatch.setenv("ROUTES_ROLES", str(path))
    with pytest.raises(RolesError) as caught:
        people_now()
    assert caught.value.rule == "missing"
    for role in ("officer", "analyst", "officer"):
        path.write_text(person(RIGHT.replace("viewer", role)))
        found = scope_of(people_now(), "a@b.co")
        assert found is not None
        assert found.role == role
    path.unlink()
    with pytest.raises(RolesError):
        people_now()


def test_the_file_lies_beside_the_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no other is named."""
    monkeypatch.delenv("ROUTES_ROLES", raising=False)
    monkeypatch.chdir(tmp_path)
    Path(".streamlit").mkdir()
    Path(".streamlit/roles.toml").write_text(GOOD)
    assert scope_of(people_now(), "ana.diaz@example.org") == ANA
