"""The code lists and their names."""

import pytest

from routes.analysis.totals import BOTH
from routes.cases.codes import CODE_COLUMNS, CODE_LIST_COLUMNS, CODE_LISTS
from routes.cases.model import REQUIRED
from routes.text import LANGUAGES, load


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_a_name_in_every_language(lang: str) -> None:
    text = load(lang)
    for code_list, codes in CODE_LISTS.items():
        for code in codes:
            assert text(f"codes.{code_list}.{code}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_name_is_left_over(lang: str) -> None:
    """Each name is that of a code, or of what only a sum of figures can be."""
    keys = (key.split(".") for key in load(lang).entries if key.startswith("codes."))
    named = {(code_list, code) for _, code_list, code in keys}
    known = {(name, code) for name, codes in CODE_LISTS.items() for code in codes}
    known.add(("qualifier", BOTH))
    elsewhere = {"level", "crossing_kind", "crossing_status"}
    assert {key for key in named if key[0] not in elsewhere} == known


def test_coded_columns_exist() -> None:
    for lists in (CODE_COLUMNS, CODE_LIST_COLUMNS):
        for table, coded in lists.items():
            assert set(coded) <= set(REQUIRED[table])
            assert set(coded.values()) <= set(CODE_LISTS)
