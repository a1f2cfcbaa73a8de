"""Personal data in free text: found in made-up sentences, and not where there are none.

All names, numbers and addresses here are made up (SYNTHETIC).
"""

from __future__ import annotations

import pytest

from geo.places import places
from routes.cases import bundled
from routes.cases.checking.personal import KINDS, personal_data
from routes.cases.faults import LISTED_ROWS
from routes.cases.frames import FREE_TEXT
from routes.text import LANGUAGES, load
from tests.cases.checking.drafts import SOURCE, case, joined, knowing, rules, verdict

PERSONAL = {
    "name": (
        "La víctima María Fernanda Gómez Ruiz fue trasladada a Cúcuta.",
        "Juan Carlos Pérez la esperaba en el terminal de Bogotá.",
        "Fue capturado alias Pelusa en Yopal.",
        'Capturan a alias "El Mocho" en Arauca.',
        "El señor Rodríguez pagó los tiquetes.",
        "La señora Luz Dary entregó los documentos.",
        "La joven Yuleidy, de 17 años, viajó sola.",
        "Una mujer identificada como Carolina Torres Peña denunció los hechos.",
        "La menor de nombre Daniela fue rescatada.",
        "Es hija de Pedro Zubiría, comerciante.",
        "Un hombre llamado Wilmer ofreció el trabajo.",
        "PEREZ GOMEZ JUAN CARLOS viajó con dos menores.",
        "JUAN PÉREZ GÓMEZ aparece en la lista.",
        "Condenan a Sandra Milena Ortiz por trata de personas",
        "A man named Jefferson Rojas took her passport.",
        "The victim, known as Kelly Johana, was 16.",
        "La reclutadora, conocida como La Madrina, vive en Maracaibo.",
        "Yesenia, de 15 años, fue hallada en el local.",
        "Gómez Torres, Luis Alberto: organizador.",
        "El ciudadano José Gregorio Mendoza cruzó por la trocha.",
        "Doña Rosalba administraba el establecimiento.",
        "Su esposa de nombre Yamile Contreras lo acompañaba.",
        "Declaró Ana Sofía Restrepo ante la Fiscalía.",
        "Viajó con Andrés Felipe Londoño Arango hasta Panamá.",
        "Mr. Kowalski paid for the room.",
        "Detenido Carlos A. Ramírez en el aeropuerto El Dorado.",
        "La denunciante Ángela Patricia Niño pidió protección.",
        "el imputado Néstor Quintero aceptó cargos",
        "La captada, Génesis Paola Márquez, declaró.",
        "identificado como Ramón Castellanos, de nacionalidad venezolana",
    ),
    "number": (
        "Identificada con cédula de ciudadanía 52.345.678 de Bogotá.",
        "C.C. 1.023.456.789 expedida en Cali",
        "con CC No. 79123456",
        "T.I. 1012345678",
        "portaba C.E. 345678",
        "pasaporte AB123456 a su nombre",
        "passport number AN 123456",
        "cédula venezolana V-12.345.678",
        "documento E-84123456",
        "NIT 900.123.456-7",
        "empresa con 901234567-1 como número",
        "su número es 1098765432 según la lista",
        "Documento de identidad No. 63 345 678",
        "PPT 4567890",
        "identificado con la 1.090.123.456",
    ),
    "phone": (
        "Llamar al 310 123 4567 en la noche.",
        "celular 3001234567",
        "Tel. (601) 555 1234",
        "teléfono fijo 6076543210",
        "WhatsApp: +58 412-1234567",
        "se comunicaba desde el 0414-123.45.67",
        "+57 320 765 4321",
        "Contacto 315-765-43-21",
    ),
    "email": (
        "Escribir a pepita.synthetic@example.com para cita.",
        "correo: juan_perez99@correo.example.co",
    ),
}
"""Sentences with one or more personal data of a kind."""

HARMLESS = (
    "Fiscalía General de la Nación y Migración Colombia, 2020.",
    "Puente Internacional Simón Bolívar, entre Cúcuta y San Antonio del Táchira.",
    "El puente José Antonio Páez une Arauca y El Amparo.",
    "El puente Atanasio Girardot abrió el 1 de enero de 2023.",
    "Aeropuerto José María Córdova, Rionegro.",
    "Aeropuerto Internacional Rafael Núñez de Cartagena",
    "En el municipio de San José de Cúcuta y en Santander.",
    "Operación Némesis: diez detenciones en Yopal.",
    "La red conocida como Los Maracuchos operaba en la frontera.",
    "Una organización llamada Tren de Aragua.",
    "el grupo delincuencial conocido como La Inmaculada",
    "Operación María Paz en Pereira",
    "De Puerto Santander a Norte de Santander, y de allí a Bolívar.",
    "En julio, agosto y diciembre de 2020 hubo siete detenciones.",
    "Bienes por 1.500 millones de pesos; deuda de 14.000 dólares.",
    "Medidas sobre siete bienes por $1.500.000.000.",
    "Valor: COP 1.100.000.000 y USD 3200000000.",
    "El juez tercero penal del circuito avaló las capturas.",
    "Señor Presidente de la República; señora ministra de Justicia.",
    "El Ministerio Público y la Defensoría del Pueblo acompañaron a las víctimas.",
    "Universidad Francisco José de Caldas",
    "Hospital San Juan de Dios, barrio Antonio Nariño",
    "Fundación Juan Manuel Restrepo para la infancia",
    "Santo Domingo, Santa Marta, San Andrés, Santiago de Chile y San Juan.",
    "Carmen de Bolívar, San Martín, Santa Rosa de Cabal y Puerto Carreño.",
    "La Dorada – Trinidad y Tobago; Medellín, Valencia y Mérida.",
    "Ruta: Tibú > Cúcuta > Puente Simón Bolívar > Caracas > Panamá (air)",
    "https://news.example.org/item/20200908210357-adkqg",
    "https://example.org/juan-perez/3101234567",
    "El vuelo AV 8502 salió a las 10:45 del 15/12/2020.",
    "Sentencia C-355 de 2006, Ley 985 de 2005, radicado 11001600000020200001.",
    "Código Penal, artículo 188A; expediente 2020-00123.",
    "prensa@fiscalia.gov.co",
    "Victims were moved from Arauca to Casanare; the Attorney General said so.",
    "The Office of the Attorney General strengthens a team",
    "Barrio Santa Fe, Bogotá D.C.; sector La Parada, Villa del Rosario.",
    "Dos mujeres, una de 17 años y otra de 15 años.",
    "coordenadas 7.0847, -70.7591",
    "Grupo de Delitos contra la Libertad; Policía Nacional; Interpol.",
    "Bar La Roca, hotel Los Andes, discoteca Luna Rosa",
    "Eje Cafetero, Valle del Cauca, La Guajira, César y Sucre.",
    "Se rescató a 17 víctimas, 6 de ellas menores; 12345 denuncias en 2021.",
    "Simón Bolívar",
    "Francisco de Paula Santander",
    "El sector conocido como La Playita y la trocha llamada El Escobal",
    "hija de Colombia y madre de Venezuela",
    "El estado Sucre, el estado Miranda y Ciudad Guayana.",
    "Juan de Acosta (Atlántico), López de Micay, Olaya Herrera y Roberto Payán (Nariño)",
    "Trata de personas: guía para la identificación, ISBN 978-958-8901-23-4",
    "Organización Internacional para las Migraciones, informe 1023 de 2021",
    "12.345.678 habitantes; 3.100.000 personas; 310 casos",
    "Rosa, la flor del mercado; la paz; el sol",
    "Estación Jesús Cruz de la Policía",
    "Plaza Alfredo Torres de Cúcuta",
    "Hernán Cortés Avenue",
    "caso Cattleya; caso Jade; Clan del Golfo; ELN",
)
"""Places, institutions, operations, laws, amounts, dates: nothing personal."""

EVERY = [(kind, sentence) for kind, sentences in PERSONAL.items() for sentence in sentences]


def test_personal_data_are_found() -> None:
    """At least 95 in 100 of our sentences; those that are missed are listed."""
    missed = [
        sentence for kind, sentence in EVERY if not personal_data(f"SYNTHETIC: {sentence}")[kind]
    ]
    assert len(missed) <= 0.05 * len(EVERY), missed


@pytest.mark.parametrize("sentence", HARMLESS)
def test_what_is_not_personal_raises_no_alarm(sentence: str) -> None:
    """Bridges, airports and municipalities bear the names of persons; they are none."""
    assert not any(personal_data(sentence).values()), personal_data(sentence)


def test_no_place_is_taken_for_a_person() -> None:
    """Every name of the registry, alone and in a sentence."""
    alarms = []
    for place in places().values():
        for name in {place.name_es, place.name_en}:
            sentence = f"Salieron de {name} y cruzaron por el municipio de {name}, {name}."
            alarms += [each for each in (name, sentence) if any(personal_data(each).values())]
    assert not alarms


def test_the_public_cases_hold_no_personal_data() -> None:
    """Neither the cases nor their sources, in any column of prose."""
    alarms = [
        (table, column, value)
        for table, names in FREE_TEXT.items()
        for column in names
        for value in bundled().table(table)[column].unique()
        if any(personal_data(value).values())
    ]
    assert not alarms


@pytest.mark.parametrize("kind", KINDS)
def test_a_warning_never_tells_the_datum(kind: str) -> None:
    """The value is masked, in the fault and in its sentence, and the user is asked."""
    sentences = [f"SYNTHETIC: {sentence}" for sentence in PERSONAL[kind]]
    rows = joined(*(case(f"c{n}", summary_es=text) for n, text in enumerate(sentences)))
    checked = verdict(rows)
    assert checked.asks
    found = {
        fault.row: fault for fault in checked.faults if fault.rule == f"checks.personal_{kind}"
    }
    for row, sentence in enumerate(sentences, start=2):
        data = personal_data(sentence)[kind]
        assert (row in found) == bool(data)
        if data:
            fault = found[row]
            assert (fault.severity, fault.sheet, fault.column) == ("warning", "cases", "SUMMARY_ES")
            told = [fault.told(load(lang)) for lang in LANGUAGES]
            assert all(datum not in each for each in told for datum in data)


def test_the_user_may_say_that_it_is_none() -> None:
    """The warning stays, the question is answered, and nothing was rejected."""
    rows = joined(case("a", summary_es="SYNTHETIC: viajó con Juan Carlos Pérez"))
    asked = verdict(rows)
    assert asked.asks
    answered = verdict(rows, names_checked=True)
    assert not answered.asks
    assert answered.faults == asked.faults
    assert answered.counts["accepted"] == 6


def test_organisations_may_bear_the_names_of_persons() -> None:
    """A publisher called after somebody is no alarm; a telephone beside it is one."""
    rows = joined(case("a", authority="Fiscal Juan Pérez Gómez"))
    rows["sources"][0]["publisher"] = "Diario Juan Pérez Gómez"
    assert not verdict(rows).faults
    rows["sources"][0]["publisher"] = "SYNTHETIC, cel. 300 123 4567"
    assert rules(verdict(rows), "warning") == ["checks.personal_phone"]


def test_an_address_on_the_web_is_not_searched() -> None:
    url = "https://example.org/juan-perez-gomez/3001234567"
    rows = joined(case("a", summary_en=f"SYNTHETIC: see {url}"))
    rows["sources"] = [SOURCE | {"url": url}]
    assert not verdict(rows).faults


def test_what_is_there_already_is_not_asked_about() -> None:
    """A duplicate brings nothing, so nothing of it needs an answer."""
    rows = joined(case("a", summary_es="SYNTHETIC: alias Pelusa"))
    first = verdict(rows)
    assert first.asks
    assert not verdict(rows, known=knowing(first)).asks


def test_very_many_are_listed_in_part() -> None:
    """The list is cut; that there is something to ask about is not."""
    count = LISTED_ROWS + 20
    rows = joined(*(case(f"c{n}", summary_es=f"alias Pelusa {n}") for n in range(count)))
    checked = verdict(rows)
    assert checked.asks
    listed = [fault for fault in checked.faults if fault.rule == "checks.personal_name"]
    assert LISTED_ROWS <= len(listed) <= LISTED_ROWS + 1
