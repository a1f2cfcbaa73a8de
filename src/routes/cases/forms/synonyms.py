"""What people write above a column, beside its own name and the headings of the templates.

Spanish first, then English, each a list with ``|`` between; accents, case, punctuation and words
in brackets do not matter. A heading stands for one column of a table only.
"""

from __future__ import annotations

from typing import Final

Synonyms = dict[str, tuple[str, str]]
"""By column: Spanish headings, English headings."""

_CASE: Final = (
    "id caso|cod caso|codigo caso|id del caso|caso|noticia criminal|nunc|spoa|radicado|expediente",
    "case|case no|case number|case id",
)
_SOURCE: Final = (
    "id fuente|codigo fuente|cod fuente|id de la fuente|fuente",
    "source|source id|source no",
)
_PRECISION: Final = ("precision|precision fecha", "precision")
_PLACE: Final = (
    "sitio|ubicacion|municipio|ciudad|localidad|nombre del lugar|codigo del lugar|id lugar",
    "location|city|town|place id|place code|place name",
)
_NOTES: Final[Synonyms] = {
    "note_es": ("nota|notas|observacion|observaciones|razon|motivo|justificacion", ""),
    "note_en": ("", "note|notes|remark|remarks|comment|comments|reason|justification"),
}
_POSITION: Final[Synonyms] = {
    "lat": ("latitud", "latitude|y"),
    "lon": ("longitud", "longitude|long|lng|x"),
}
_URL: Final = ("enlace|link|pagina|pagina web|vinculo|sitio web|direccion", "link|address|website")
_STATUS: Final = ("estado|estado del caso|estado procesal", "case status")
_AUTHORITY: Final = ("entidad|institucion|seccional|unidad|despacho", "agency|institution|office")
_START: Final = (
    "inicio|desde|fecha inicio|fecha de inicio|fecha inicial|periodo desde",
    "start|from|start date|first date",
)
_END: Final = (
    "fin|hasta|fecha fin|fecha final|fecha de fin|fecha de terminacion|periodo hasta",
    "end|to|until|end date|last date",
)
_PURPOSES: Final = (
    "finalidad|finalidad de la trata|tipo de explotacion|explotacion|modalidad",
    "purpose|type of exploitation|exploitation",
)
_MEANS: Final = ("medios|medio de control|medio", "method|methods|control|means")
_RECRUITMENT: Final = (
    "captacion|forma de captacion|reclutamiento|modo de captacion",
    "recruitment|way of recruitment|recruitment method",
)
_HANDLING: Final = (
    "manejo|reserva|clasificacion|clasificacion de la informacion|nivel de reserva",
    "classification|confidentiality",
)
_RELIABILITY: Final = (
    "confiabilidad|calificacion de la fuente|fiabilidad de la fuente",
    "grade|source reliability|reliability of the source",
)
_CREDIBILITY: Final = (
    "credibilidad de la informacion|calificacion de la informacion",
    "information credibility",
)
_EVIDENCE: Final = ("sustento|prueba|tipo de evidencia", "evidence type")
_NATIONALITY: Final = ("nacionalidades|pais de origen", "nationalities|country of origin")

SYNONYMS: Final[dict[str, Synonyms]] = {
    "sources": {
        "source_id": (f"{_SOURCE[0]}|id|codigo", f"{_SOURCE[1]}|id|code"),
        "publisher": ("editor|medio|entidad|quien la publica|publicado por|autor", "outlet|author"),
        "title": ("titular|nombre|titulo de la fuente", "headline|name"),
        "url": _URL,
        "published_on": (
            "fecha|publicado el|fecha publicacion|fecha de la fuente",
            "date|published|date published|source date",
        ),
        "date_precision": _PRECISION,
        "accessed_on": ("consultado el|fecha consulta|consultada", "accessed|access date"),
        "language": ("lengua", "lang"),
        "reliability": _RELIABILITY,
        "note": ("notas|observacion|observaciones", "notes|remark|remarks|comment|comments"),
    },
    "cases": {
        "case_id": (f"{_CASE[0]}|id|codigo", f"{_CASE[1]}|id|code"),
        "name": ("nombre|operacion|nombre de la operacion|red", "case title|operation|network"),
        "kind": ("clase|tipo de caso|clase de caso", "type|case type"),
        "authority": _AUTHORITY,
        "status": _STATUS,
        "period_start": (f"{_START[0]}|fecha|fecha de los hechos", f"{_START[1]}|date"),
        "period_end": _END,
        "date_precision": _PRECISION,
        "purposes": _PURPOSES,
        "means": _MEANS,
        "recruitment": _RECRUITMENT,
        "handling": _HANDLING,
        "summary_es": ("resumen|descripcion|hechos|relato", ""),
        "summary_en": ("", "summary|description|facts"),
        "identity_inferred": ("identidad inferida", "inferred identity"),
        "note_es": ("nota|notas|observacion|observaciones", ""),
        "note_en": ("", "note|notes|remark|remarks|comment|comments"),
    },
    "stops": {
        "case_id": _CASE,
        "route_no": ("ruta|no ruta|numero de ruta|nro ruta|recorrido", "route|route number"),
        "stop_no": (
            "orden|parada|no parada|numero de parada|secuencia|paso no",
            "stop|stop number|order|sequence",
        ),
        "role": ("rol|papel|funcion|tipo de lugar", "stop type|function"),
        "place_id": _PLACE,
        "mode": ("transporte|modo|medio|modo de transporte", "transport|mode of transport"),
        "evidence": _EVIDENCE,
        "credibility": _CREDIBILITY,
        "source_id": _SOURCE,
        **_NOTES,
        **_POSITION,
    },
    "events": {
        "case_id": _CASE,
        "event": ("evento|tipo de hecho|tipo de evento|suceso", "event type|what happened"),
        "place_id": _PLACE,
        "happened_on": ("fecha del hecho|fecha hecho|ocurrio el", "happened on|event date"),
        "date_precision": _PRECISION,
        "source_id": _SOURCE,
        **_NOTES,
        **_POSITION,
    },
    "figures": {
        "case_id": _CASE,
        "measure": ("medida|indicador|concepto|cifra", "indicator|figure"),
        "value": ("cantidad|numero|total", "number|count|total|amount"),
        "qualifier": ("calificador|precision", "precision"),
        "nationality": _NATIONALITY,
        "source_id": _SOURCE,
        "preferred": ("preferida|usada en los totales|preferido", "used in totals"),
        **_NOTES,
    },
    "quick": {
        "route": (
            "recorrido|rutas|ruta de trata|trayecto|itinerario|lugares de la ruta",
            "routes|way|itinerary|path",
        ),
        "case": (
            f"{_CASE[0]}|nombre|nombre del caso|codigo del caso|operacion|red|id",
            f"{_CASE[1]}|name|case name|operation|network|id",
        ),
        "period": (
            "fecha|periodo|ano|fechas|fecha de los hechos|fecha del hecho|fecha hecho|cuando",
            "date|period|year|dates|when",
        ),
        "period_start": _START,
        "period_end": _END,
        "purposes": _PURPOSES,
        "means": _MEANS,
        "recruitment": _RECRUITMENT,
        "victims": ("victima|total de victimas|victimas rescatadas", "victim"),
        "minors": ("menores|nna|ninas ninos y adolescentes|menor de edad", "children|underage"),
        "women": ("mujer|victimas mujeres", "female|female victims"),
        "girls": ("ninas y adolescentes", "minor girls"),
        "men": ("hombre|victimas hombres", "male|male victims"),
        "boys": ("ninos y adolescentes varones", "minor boys"),
        "arrests": ("capturas|capturados|detenidos|detenciones|capturas realizadas", "arrested"),
        "nationality": (
            f"{_NATIONALITY[0]}|nacionalidad|nacionalidad victimas",
            f"{_NATIONALITY[1]}|nationality|victim nationality",
        ),
        "source": (
            "fuentes|fuente de informacion|quien publica|medio de comunicacion|publicado por",
            "sources|publisher|outlet|published by",
        ),
        "title": ("titulo|titular", "headline|source title"),
        "url": _URL,
        "source_date": (
            "fecha fuente|fecha de publicacion|fecha publicacion|publicado el",
            "published on|publication date|source published",
        ),
        "reliability": _RELIABILITY,
        "evidence": _EVIDENCE,
        "reason_es": ("motivo|justificacion|por que|razon de la inferencia", ""),
        "reason_en": ("", "why|justification|reason for inference"),
        "credibility": _CREDIBILITY,
        "handling": _HANDLING,
        "status": _STATUS,
        "authority": _AUTHORITY,
        "summary_es": ("descripcion|hechos|relato|resumen del caso", ""),
        "summary_en": ("", "description|facts|case summary"),
        "note_es": ("notas|observacion|observaciones", ""),
        "note_en": ("", "notes|remark|remarks|comment|comments"),
    },
    "statistics": {
        "happened_on": ("fecha|fecha del hecho", "date|offence date"),
        "department_id": ("cod departamento|codigo departamento|codigo dane departamento", ""),
        "department": ("depto", ""),
        "municipality_id": (
            "cod municipio|codigo municipio|codigo dane|codigo dane municipio|divipola",
            "",
        ),
        "municipality": ("muni", "town"),
        "offence": ("conducta|delito|descripcion de la conducta|descripcion delito", "crime"),
        "count": ("numero de victimas|total|victimas|casos|numero", "number|victims|cases|total"),
    },
    "transits": {
        "happened_on": ("inicio del periodo|mes|periodo", "period start|month|period"),
        "nationality": ("nacionalidad|nacionalidades|pais de nacionalidad", "nat|nationalities"),
        "count": ("n|transitos|personas|cantidad|numero", "number|transits|people|count"),
    },
}
"""By table (``quick``, ``statistics`` and ``transits`` too) and column."""

TITLES: Final[dict[str, str]] = {
    "sources": "sources|source|fuentes|fuente",
    "cases": "cases|case|casos|caso",
    "stops": "stops|lugares|paradas|lugares de la ruta|recorridos|route stops|etapas",
    "events": "events|hechos|eventos",
    "figures": "figures|cifras",
    "quick": "routes|rutas|formulario rapido|quick form|quick",
    "statistics": "statistics|estadistica|estadisticas",
    "transits": "transits|transitos",
}
"""What the sheets of each table are called."""

ASIDE: Final = frozenset(
    {"guia", "guide", "listas", "lists", "leame", "readme", "instrucciones", "instructions"}
)
"""Sheets that hold no data and are passed over without a word."""
