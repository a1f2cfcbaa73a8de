"""Who sees what: the roles file of an office, which maps e-mail addresses to scopes.

Examples
--------
>>> people = read(b'''
... [people."ana@example.org"]
... role = "analyst"
... handling = ["public", "classified"]
... departments = ["CO-NSA"]
...
... [people."*@example.org"]
... role = "viewer"
... handling = ["public"]
... ''')
>>> scope_of(people, "Ana@Example.org")
Scope(handling=('classified', 'public'), departments=('CO-NSA',), role='analyst')
>>> scope_of(people, "eva@example.org").role, scope_of(people, "eva@elsewhere.org")
('viewer', None)
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from routes.cases.codes import HANDLING
from routes.scope import MAY, Scope, is_department
from routes.text import Text, load

VARIABLE: Final = "ROUTES_ROLES"
"""The environment variable that names the roles file."""
DEFAULT: Final = Path(".streamlit", "roles.toml")
"""Where it is otherwise, in the folder that the product is started from."""

People = Mapping[str, Scope]
"""Scopes by address or ``*@domain``, in small letters."""

_KEYS: Final = ("role", "handling", "departments")
# Letters that only look alike fold into ASCII ones, so no others are taken for an address.
_ADDRESS: Final = re.compile(r"[!#-)+-?A-Z^-~]+@[A-Za-z0-9.-]+")
_DOMAIN: Final = re.compile(r"\*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_MOST_BYTES: Final = 1_000_000


class RolesError(ValueError):
    """Raised when the roles file cannot be used; says what is wrong in both languages.

    Parameters
    ----------
    rule : str
        The sentence that says why and what to do, without the leading ``access.roles.``.
    file : str
        The file.
    entry : str
        The entry that is wrong; empty where it is the file.
    value : str
        What is wrong in it.
    """

    def __init__(self, rule: str, file: str, *, entry: str = "", value: str = "") -> None:
        self.rule, self.file, self.entry, self.value = rule, file, entry, value
        super().__init__(self.told(load("en")))

    def told(self, t: Text) -> str:
        """Return file, entry, value and rule, in the language of `t`."""
        where = t("access.roles.entry", entry=self.entry) if self.entry else ""
        allowed = {"roles": ", ".join(MAY), "levels": ", ".join(HANDLING), "keys": ", ".join(_KEYS)}
        rule = t(f"access.roles.{self.rule}", value=self.value, **allowed)
        return t("access.roles.fault", file=self.file, where=where, rule=rule)


def roles_file() -> Path:
    """Return where the roles file is to be."""
    return Path(os.environ.get(VARIABLE) or DEFAULT)


def people_now() -> People:
    """Return the roles as the file has them at this moment.

    Raises
    ------
    RolesError
        If there is no such file, or anything in it is wrong: then nobody has access.
    """
    path = roles_file()
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise RolesError("missing", str(path)) from error
    except OSError as error:
        raise RolesError("unreadable", str(path), value=str(error.strerror)) from error
    return read(content, name=str(path))


def scope_of(people: People, email: str) -> Scope | None:
    """Return the scope of a person: that of the address, else of its domain, else None."""
    if not _ADDRESS.fullmatch(email):
        return None
    address = email.lower()
    return people.get(address) or people.get(f"*@{address.partition('@')[2]}")


# The key is the content itself: what was read before a change is never given for what is there.
@lru_cache(maxsize=4)
def read(content: bytes, *, name: str = "roles.toml") -> People:
    """Read roles.

    Parameters
    ----------
    content : bytes
        TOML: a table ``people`` with a table for each address or ``*@domain``, in which ``role``
        and ``handling`` must stand and ``departments`` may.
    name : str
        What the file is called in messages.

    Raises
    ------
    RolesError
        If anything in it is wrong.
    """
    if len(content) > _MOST_BYTES:
        raise RolesError("too_large", name)
    try:
        found = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RolesError("no_toml", name, value=str(error)) from error
    for key in found:
        if key != "people":
            raise RolesError("unknown_table", name, value=key)
    people = found.get("people", {})
    if not isinstance(people, dict):
        raise RolesError("no_table", name, value="people")
    scopes: dict[str, Scope] = {}
    for entry, given in people.items():
        if not (_ADDRESS.fullmatch(entry) or _DOMAIN.fullmatch(entry)):
            raise RolesError("bad_address", name, entry=entry, value=entry)
        if entry.lower() in scopes:
            raise RolesError("twice", name, entry=entry, value=entry.lower())
        scopes[entry.lower()] = _scope(name, entry, given)
    return MappingProxyType(scopes)


def _scope(name: str, entry: str, given: Any) -> Scope:
    if not isinstance(given, dict):
        raise RolesError("no_table", name, entry=entry, value=str(given))
    for key in given:
        if key not in _KEYS:
            raise RolesError("unknown_key", name, entry=entry, value=key)
    for key in ("role", "handling"):
        if key not in given:
            raise RolesError("lacks", name, entry=entry, value=key)
    role = given["role"]
    if not isinstance(role, str) or role not in MAY:
        raise RolesError("bad_role", name, entry=entry, value=str(role))
    levels = _texts(name, entry, "handling", given["handling"])
    for level in levels:
        if level not in HANDLING:
            raise RolesError("bad_level", name, entry=entry, value=level)
    units = None
    if "departments" in given:
        units = _texts(name, entry, "departments", given["departments"])
        for unit in units:
            if not is_department(unit):
                raise RolesError("bad_department", name, entry=entry, value=unit)
    return Scope(handling=levels, departments=units, role=role)


def _texts(name: str, entry: str, key: str, given: Any) -> tuple[str, ...]:
    """Return a list of texts; an empty one is refused: it looks like no limit and is the least."""
    if not isinstance(given, list) or not given or not all(isinstance(each, str) for each in given):
        raise RolesError("no_list", name, entry=entry, value=key)
    return tuple(given)
