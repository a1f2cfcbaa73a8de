"""The file of saved views: JSON, a list of views in their order.

Examples
--------
>>> text = write_views([SavedView(RouteQuery(years=(2016, 2020)), title="Five years")])
>>> read_views(text)[0].query
RouteQuery(years=(2016, 2020))
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from typing import Any, Final

from routes.flows import LEVELS
from routes.query import NAMES, RouteQuery
from routes.release.model import SavedView
from routes.text import Text, load

MOST_VIEWS: Final = 40
LONGEST_TITLE: Final = 120
LONGEST_NOTE: Final = 1_000
MOST_CHARACTERS: Final = 200_000
"""Of the whole file."""

_FIELDS: Final = ("title", "note", "level", "selected", "query")
_LONGEST_VALUE: Final = 1_000
_LONGEST_SHOWN: Final = 60
_ID: Final = "[A-Za-z0-9._:-]{1,64}"
_SELECTED: Final = re.compile(rf"|flow:{_ID}>{_ID}|(?:place|department|crossing):{_ID}")
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


class ViewsError(ValueError):
    """Raised when a file of views cannot be used; says where and why, in both languages.

    Parameters
    ----------
    rule : str
        The sentence that says why and what to do, without the leading ``views.``.
    view : int
        Which view, from 1; 0 where it is the file.
    field : str
        Field of the view (``title``, ``query.from`` …); empty where it is the view.
    value : str
        What it holds, shortened.
    **details : object
        What the sentence is filled with besides.
    """

    def __init__(
        self, rule: str, *, view: int = 0, field: str = "", value: str = "", **details: object
    ) -> None:
        self.rule, self.view, self.field = rule, view, field
        self.value = value if len(value) <= _LONGEST_SHOWN else value[: _LONGEST_SHOWN - 1] + "…"
        self.details = tuple((name, str(each)) for name, each in details.items())
        super().__init__(self.told(load("en")))

    def told(self, t: Text) -> str:
        """Return view, field, value and rule, in the language of `t`."""
        rule = t(f"views.{self.rule}", **dict(self.details))
        if not self.view:
            return rule
        at = f"{self.field}={self.value}" if self.value else self.field
        return t("views.where" if at else "views.where_view", n=self.view, at=at, rule=rule)


def read_views(
    text: str | bytes, *, sources: Collection[str] | None = None
) -> tuple[SavedView, ...]:
    """Read saved views.

    Parameters
    ----------
    text : str or bytes
        JSON (UTF-8): a list of objects with ``title``, ``note``, ``level``, ``selected`` and
        ``query``; each may be left out. ``query`` holds link parameters by name, as texts or
        lists of texts.
    sources : collection of str, optional
        Ids of the known sources; a view that asks for others is then an error.

    Returns
    -------
    tuple of SavedView
        In the order of the file.

    Raises
    ------
    ViewsError
        At the first thing that is wrong.
    """
    if len(text) > MOST_CHARACTERS:
        raise ViewsError("too_long", most=MOST_CHARACTERS)
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        found = json.loads(decoded, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        if isinstance(error, ViewsError):
            raise
        raise ViewsError("no_json") from error
    if not isinstance(found, list):
        raise ViewsError("no_list")
    if len(found) > MOST_VIEWS:
        raise ViewsError("too_many", n=len(found), most=MOST_VIEWS)
    return tuple(_view(number, each, sources) for number, each in enumerate(found, start=1))


def write_views(views: Sequence[SavedView]) -> str:
    """Write saved views, as `read_views` reads them: ASCII, the same for the same views.

    Raises
    ------
    ViewsError
        If there are too many, or a text is none that may stand in the file.
    """
    rows = [
        {
            "title": each.title,
            "note": each.note,
            "level": each.level,
            "selected": each.selected,
            "query": each.query.to_params(),
        }
        for each in views
    ]
    text = json.dumps(rows, indent=1) + "\n"
    if tuple(views) != read_views(text):
        raise ViewsError("not_kept")
    return text


def tidy(text: str, *, most: int) -> str:
    """Return what somebody typed as it may stand in a view: no control characters, not too long.

    >>> tidy("  one\\ttwo\\x07 ", most=6)
    'one tw'
    """
    lines = (" ".join(_CONTROL.sub(" ", line).split()) for line in text.split("\n"))
    return "\n".join(lines).strip()[:most].rstrip()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ViewsError("twice", name=twice[:_LONGEST_SHOWN])
    return found


def _view(number: int, given: Any, sources: Collection[str] | None) -> SavedView:
    if not isinstance(given, dict):
        raise ViewsError("no_object", view=number)
    for name in given:
        if name not in _FIELDS:
            raise ViewsError(
                "unknown_field", view=number, field=_safe(name), fields=", ".join(_FIELDS)
            )
    title = _text(number, given, "title", most=LONGEST_TITLE)
    if "\n" in title:
        raise ViewsError("control", view=number, field="title", value=_safe(title))
    level = _text(number, given, "level", most=_LONGEST_VALUE) or LEVELS[0]
    if level not in LEVELS:
        raise ViewsError(
            "unknown_level", view=number, field="level", value=level, levels=", ".join(LEVELS)
        )
    selected = _text(number, given, "selected", most=_LONGEST_VALUE)
    if not _SELECTED.fullmatch(selected):
        raise ViewsError("no_selection", view=number, field="selected", value=_safe(selected))
    return SavedView(
        query=_query(number, given.get("query", {}), sources),
        level=level,
        selected=selected,
        title=title,
        note=_text(number, given, "note", most=LONGEST_NOTE),
    )


def _text(number: int, given: dict[str, Any], name: str, *, most: int) -> str:
    value = given.get(name, "")
    return _checked(number, name, value, most=most)


def _checked(number: int, name: str, value: object, *, most: int) -> str:
    if not isinstance(value, str):
        raise ViewsError("no_text", view=number, field=name, value=_safe(json.dumps(value)))
    if len(value) > most:
        raise ViewsError("long_text", view=number, field=name, value=_safe(value), most=most)
    if _CONTROL.search(value):
        raise ViewsError("control", view=number, field=name, value=_safe(value))
    return value


def _query(number: int, given: Any, sources: Collection[str] | None) -> RouteQuery:
    if not isinstance(given, dict):
        raise ViewsError("no_query", view=number, field="query", value=_safe(json.dumps(given)))
    asked: dict[str, list[str]] = {}
    for name, value in given.items():
        field = f"query.{_safe(name)}"
        if name not in NAMES:
            raise ViewsError("unknown_filter", view=number, field=field, names=", ".join(NAMES))
        values = value if isinstance(value, list) else [value]
        asked[name] = [_checked(number, field, each, most=_LONGEST_VALUE) for each in values]
        # Each value may be a name that has to be looked up.
        if sum(map(len, asked[name])) > _LONGEST_VALUE:
            raise ViewsError("long_text", view=number, field=field, most=_LONGEST_VALUE)
    query, notices = RouteQuery.from_params(asked, sources=sources)
    for notice in notices:
        raise ViewsError(
            f"value.{notice.reason}",
            view=number,
            field=f"query.{notice.name}",
            value=notice.value,
            candidates=", ".join(notice.candidates[:8]),
        )
    return query


def _safe(text: str) -> str:
    """Return a text as it may stand in a message."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " "))[: 2 * _LONGEST_SHOWN]
