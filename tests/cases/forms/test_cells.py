"""What people write in a cell: dates, numbers, codes, nationalities."""

from __future__ import annotations

import pytest

from routes.cases.codes import CODE_LISTS
from routes.cases.forms.dates import iso_date, iso_period, order_of
from routes.cases.forms.labels import code_of, codes_of, nationality_of, truth_of
from routes.cases.forms.numbers import decimal_mark, figure, whole
from routes.cases.forms.vocabulary import WORDS
from routes.text import LANGUAGES, load


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2020", "2020"),
        ("2020-12", "2020-12"),
        ("2020-12-15", "2020-12-15"),
        ("2020/12/5", "2020-12-05"),
        ("2020-12-15 00:00:00", "2020-12-15"),
        ("2020-12-15T10:30:00Z", "2020-12-15"),
        ("20201215", "2020-12-15"),
        ("15/12/2020", "2020-12-15"),
        ("5-1-2020", "2020-01-05"),
        ("15.12.2020", "2020-12-15"),
        ("15/12/20", "2020-12-15"),
        ("15/12/2020 12:00:00 a. m.", "2020-12-15"),
        ("12/2020", "2020-12"),
        ("dic 2020", "2020-12"),
        ("dic. 2020", "2020-12"),
        ("dic-20", "2020-12"),
        ("15-dic-2020", "2020-12-15"),
        ("Diciembre de 2020", "2020-12"),
        ("15 de diciembre de 2020", "2020-12-15"),
        ("1º de marzo de 2019", "2019-03-01"),
        ("diciembre 15 de 2020", "2020-12-15"),
        ("15 de setiembre del 2020", "2020-09-15"),
        ("December 15, 2020", "2020-12-15"),
        ("Dec 15th 2020", "2020-12-15"),
        ("15 August 2020", "2020-08-15"),
        ("31/02/2020", None),
        ("15/13/2020", None),
        ("1520", None),
        ("2020-00", None),
        ("mañana", None),
        ("diciembre", None),
        ("15 de diciembre", None),
        ("nan", None),
        ("1e308", None),
        ("44180", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(written: str, iso: str | None) -> None:
    """Years stay years and months months; what the calendar does not have is no date."""
    assert iso_date(written) == iso


def test_day_or_month_first_as_told() -> None:
    """03/04/2020 has two meanings, and the caller says which."""
    assert iso_date("03/04/2020", day_first=True) == "2020-04-03"
    assert iso_date("03/04/2020", day_first=False) == "2020-03-04"


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2019-2020", ("2019", "2020")),
        ("2019 a 2020", ("2019", "2020")),
        ("enero a marzo de 2020", ("2020-01", "2020-03")),
        ("entre enero y marzo de 2020", ("2020-01", "2020-03")),
        ("01/02/2020 - 15/03/2020", ("2020-02-01", "2020-03-15")),
        ("from 2020-01 to 2020-03", ("2020-01", "2020-03")),
        ("dic 2020", ("2020-12", "2020-12")),
        ("2020-12", ("2020-12", "2020-12")),
        ("hace poco", None),
        ("2018-2019-2020", None),
    ],
)
def test_a_period_has_two_ends(written: str, period: tuple[str, str] | None) -> None:
    """The year may be said once for both ends; a single date is both."""
    assert iso_period(written) == period


def test_one_sure_date_settles_the_order() -> None:
    """A thirteenth decides; without one the day goes first, but for American times of day."""
    assert order_of(["03/04/2020", "13/04/2020"]).is_day_first
    assert not order_of(["03/04/2020", "04/13/2020"]).is_day_first
    assert order_of(["03/04/2020"]).is_day_first
    assert order_of(["03/04/2020 12:00:00 a. m."]).is_day_first
    assert not order_of(["03/04/2020 12:00:00 AM"]).is_day_first
    assert order_of(["13/04/2020", "04/13/2020"]).mixed
    assert not order_of(["2020-04-03", "abril"]).found


@pytest.mark.parametrize(
    ("written", "number", "exactness"),
    [
        ("17", "17", "exact"),
        ("0", "0", "exact"),
        ("30.0", None, None),
        ("30,0", "30", "exact"),
        ("1.250", "1250", "exact"),
        ("1 250", "1250", "exact"),
        ("al menos 30", "30", "at_least"),
        ("Al menos 1.250 personas", "1250", "at_least"),
        ("30 o más", "30", "at_least"),
        (">= 30", "30", "at_least"),
        ("30+", "30", "at_least"),
        ("más de 30", "30", "at_least"),
        ("at least 30", "30", "at_least"),
        ("unas 10", "10", "about"),
        ("aprox. 10", "10", "about"),
        ("cerca de 150 víctimas", "150", "about"),
        ("~10", "10", "about"),
        ("10 aproximadamente", "10", "about"),
        ("dos", "2", "exact"),
        ("Diecisiete", "17", "exact"),
        ("veinte mujeres", "20", "exact"),
        ("1.500 millones", "1500000000", "exact"),
        ("1,5 millones", "1500000", "exact"),
        ("20 mil", "20000", "exact"),
        ("2,5", None, None),
        ("-5", None, None),
        ("10-20", None, None),
        ("entre 10 y 20", None, None),
        ("menos de 10", None, None),
        ("17 (6 menores)", None, None),
        ("5%", None, None),
        ("#REF!", None, None),
        ("nan", None, None),
        ("inf", None, None),
        ("1e308", None, None),
        ("", None, None),
    ],
)
def test_a_number_says_how_exact_it_is(
    written: str, number: str | None, exactness: str | None
) -> None:
    """Nothing is rounded or guessed: what is not one whole number is not understood."""
    found = figure(written)
    assert found == (None if number is None else (number, exactness))


def test_the_decimal_mark_decides_what_groups() -> None:
    """1.250 is a thousand and more in Spanish and no whole number in English."""
    assert whole("1.250", decimal=",") == "1250"
    assert whole("1.250", decimal=".") is None
    assert whole("1,250", decimal=".") == "1250"
    assert decimal_mark(["7,88", "1.250"]) == ","
    assert decimal_mark(["7.88", "1,250"]) == "."
    assert decimal_mark(["1.250", "12"]) == ""


@pytest.mark.parametrize("code_list", sorted(CODE_LISTS))
def test_every_code_and_label_is_understood(code_list: str) -> None:
    """The code itself and its label in either language mean the code, in capitals too."""
    for code in CODE_LISTS[code_list]:
        assert code_of(code_list, code) == code
        for lang in LANGUAGES:
            label = load(lang).code(code_list, code)
            assert code_of(code_list, label) == code
            assert code_of(code_list, f"  {label.upper()} ") == code


@pytest.mark.parametrize("code_list", sorted(WORDS))
def test_every_word_means_one_code(code_list: str) -> None:
    """No word stands for two codes, and none only repeats a label."""
    assert set(WORDS[code_list]) <= set(CODE_LISTS[code_list])
    words = [
        (word, code)
        for code, written in WORDS[code_list].items()
        for word in written.split("|")
        if word
    ]
    assert len({word for word, _ in words}) == len(words)
    assert [(word, code_of(code_list, word)) for word, _ in words] == words


def test_words_that_are_not_sure_are_no_codes() -> None:
    """A near miss is left for the check, which suggests."""
    assert code_of("role", "captasion") is None
    assert code_of("mode", "") is None
    assert code_of("reliability", "G") is None
    assert code_of("credibility", "7") is None
    assert code_of("reliability", "b - medio establecido") == "B"


def test_several_codes_are_put_as_the_tables_write_them() -> None:
    """Whatever separates them; one that is unknown stays, to be found."""
    for written in (
        "explotación sexual; mendicidad ajena",
        "explotación sexual, mendicidad",
        "explotación sexual y mendicidad",
        "sexual / begging",
        "sexual|begging",
    ):
        assert codes_of("purpose", written) == "sexual;begging"
    assert codes_of("purpose", "esclavitud y prácticas análogas") == "slavery"
    assert codes_of("purpose", "sexual; volar") == "sexual;volar"
    assert codes_of("purpose", "volar") is None


def test_yes_and_no_in_both_languages() -> None:
    """Every usual word for yes and no, and nothing else."""
    assert {truth_of(word) for word in ("Sí", "si", "VERDADERO", "true", "Yes", "1", "x")} == {
        "true"
    }
    assert {truth_of(word) for word in ("No", "FALSO", "false", "0")} == {"false"}
    assert truth_of("tal vez") is None


def test_nationalities_in_any_gender_and_number() -> None:
    """A nationality, a country or its code."""
    for written in ("venezolana", "Venezolanos", "Venezuela", "VEN", "Venezuelan"):
        assert nationality_of(written) == "VEN"
    assert nationality_of("brasileñas") == "BRA"
    assert nationality_of("marciana") is None
