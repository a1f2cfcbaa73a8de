"""What people write for a code, beside the code and its labels in ``text/<language>/codes.toml``.

Accents, case and punctuation do not matter. Only words that can mean nothing else stand here.
"""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, dict[str, str]]] = {
    "kind": {
        "operation": "operativo",
        "network": "organizacion|estructura|banda",
        "statement": "declaracion|comunicado de conjunto",
    },
    "status": {
        "alleged": "presunta|presuntos|en investigacion|en indagacion|indagacion|investigacion"
        "|under investigation",
        "charged": "acusado|acusada|acusados|imputado|imputada|imputados|en juicio|juicio|indicted",
        "convicted": "condenado|condenada|condenados|condena|sentencia condenatoria|sentenced",
        "dismissed": "archivo|precluido|preclusion|archived",
    },
    "role": {
        "recruitment": "origen|reclutamiento|lugar de captacion|origin|recruited",
        "assembly": "acopio|concentracion|encuentro|meeting point",
        "transit": "paso|escala|stopover",
        "crossing": "paso fronterizo|frontera|cruce fronterizo|border|border crossing",
        "exploitation": "destino|lugar de explotacion|destination",
    },
    "mode": {
        "land": "tierra|terrestre|via terrestre|carretera|bus|carro|vehiculo|a pie|caminando|taxi"
        "|road|by road|overland|car|on foot|walking|terrestrial",
        "river": "rio|fluvial|via fluvial|lancha|canoa|riverine",
        "sea": "mar|maritimo|maritima|via maritima|barco|buque|boat|ship|maritime",
        "air": "aire|aereo|aerea|via aerea|avion|vuelo|en avion|plane|by plane|flight",
        "unknown": "desconocido|desconocida|sin dato|no informado|no se sabe|not known",
    },
    "evidence": {
        "stated": "afirmado|afirmada|dicho por la fuente|lo dice la fuente|explicito|explicita"
        "|explicit|said by the source",
        "inferred": "inferida|inferencia|deducido|deducida|inference|concluded",
        "mentioned": "mencionado|mencionada|mencion|solo mencionada|mention",
    },
    "event": {
        "arrest": "captura|capturas|detenciones|arresto|arrests",
        "rescue": "rescates|liberacion|rescued",
        "seizure": "incautacion|extincion de dominio|medidas cautelares|seizures",
        "search": "allanamiento|allanamientos|registro|diligencia de registro|raid",
    },
    "measure": {
        "victims": "victima|total de victimas|victim",
        "minors": "menores|menor de edad|nna|ninas ninos y adolescentes|children",
        "women": "mujer|woman",
        "girls": "ninas",
        "men": "hombre|man",
        "boys": "ninos",
        "arrests": "detenidos|detenidas|capturas|capturados|capturadas|detenciones|arrested",
        "arrested_women": "capturadas mujeres",
        "assets": "bienes",
        "vehicles": "vehiculo|vehicle",
        "properties": "inmueble|bienes inmuebles|property",
    },
    "qualifier": {
        "exact": "exacta|exactamente|igual a|exactly",
        "at_least": "minimo|como minimo|por lo menos|mas de|minimum|more than",
        "about": "aproximado|aproximada|aproximadamente|aprox|alrededor de|unos|unas"
        "|approximately|approximate|around|circa",
    },
    "purpose": {
        "sexual": "prostitucion ajena|explotacion sexual comercial|sex"
        "|explotacion de la prostitucion",
        "labour": "laboral|trabajo forzoso|trabajos forzados|trabajo o servicios forzados"
        "|forced labour|forced labor|labor|labor exploitation",
        "servile_marriage": "matrimonio forzado|matrimonio servil forzado|forced marriage",
        "slavery": "esclavitud|servidumbre",
        "military": "reclutamiento ilicito|uso en conflicto armado",
        "organ_removal": "trafico de organos|organs",
        "begging": "mendicidad|mendicidad forzada",
        "domestic_work": "servidumbre domestica|servicio domestico|domestic servitude",
        "agriculture": "agricola|agricultural work",
        "illicit_activities": "actividades delictivas|forced criminality",
        "pornography": "pornografia infantil|webcam",
        "other": "otra|otro|otras",
        "unspecified": "sin dato|sin informacion|no especificada|no se sabe|desconocida|unknown",
    },
    "means": {
        "debt_bondage": "deuda|deudas|servidumbre por deuda|debt",
        "takes_earnings": "retencion del dinero|retiene ganancias",
        "threats": "amenaza|amenazas a la familia|threat",
        "psychological_abuse": "violencia psicologica|maltrato sicologico",
        "physical_abuse": "violencia fisica|golpes|violencia",
        "sexual_abuse": "abuso sexual|violacion",
        "false_promises": "enganos|falsas promesas|falsa promesa|deception|fraud",
        "psychoactive_substances": "drogas|drugs",
        "restricts_movement": "encierro|retencion|privacion de libertad|confinement",
        "withholds_documents": "retencion de pasaporte|retencion de pasaportes|pasaporte retenido"
        "|passport taken",
        "other": "otro|otros",
        "unspecified": "sin dato|sin informacion|no se sabe|unknown",
    },
    "recruitment": {
        "job_offer": "oferta laboral|ofertas de trabajo|falsa oferta de trabajo|ofertas laborales"
        "|job offers",
        "social_media": "redes|internet|facebook|instagram|whatsapp|tiktok|online",
        "border_approach": "contacto en frontera|pasos fronterizos",
        "intimate_partner": "novio|enamoramiento",
        "family": "familia|familiares",
        "friend": "amigo|amiga|conocido|conocida|amistad",
        "abduction": "secuestro|kidnapping",
        "study_offer": "beca|estudio|scholarship",
        "travel_offer": "viaje|turismo|travel",
        "other": "otra|otro",
        "unspecified": "sin dato|sin informacion|no se sabe|unknown",
    },
    "handling": {
        "public": "publico|informacion publica",
        "classified": "clasificada|clasificado|informacion publica clasificada",
        "reserved": "reservada|reservado|reserva|informacion publica reservada|confidencial"
        "|confidential",
    },
    "reliability": {},
    "credibility": {},
    "date_precision": {
        "day": "dia exacto|exacta|exact",
        "month": "mensual|monthly",
        "year": "anual|solo el ano|yearly",
        "unknown": "sin fecha|sin dato|desconocida|no se sabe",
    },
}
"""By code list and code, with ``|`` between."""

TRUE: Final = frozenset(
    ("true", "verdadero", "si", "s", "yes", "y", "1", "x", "v", "t", "preferida", "preferred")
)
FALSE: Final = frozenset(("false", "falso", "no", "n", "0", "f"))
"""Folded words for yes and no."""

DEMONYMS: Final[dict[str, str]] = {
    "afghan": "AFG",
    "afgan": "AFG",
    "argentin": "ARG",
    "argentine": "ARG",
    "argentinian": "ARG",
    "bangladeshi": "BGD",
    "bolivian": "BOL",
    "brasileñ": "BRA",
    "brazilian": "BRA",
    "chilen": "CHL",
    "chilean": "CHL",
    "chin": "CHN",
    "chinese": "CHN",
    "colombian": "COL",
    "costarricense": "CRI",
    "costa rican": "CRI",
    "cuban": "CUB",
    "dominican": "DOM",
    "ecuatorian": "ECU",
    "ecuadorian": "ECU",
    "salvadoreñ": "SLV",
    "salvadoran": "SLV",
    "español": "ESP",
    "spanish": "ESP",
    "estadounidense": "USA",
    "guatemaltec": "GTM",
    "guatemalan": "GTM",
    "haitian": "HTI",
    "hondureñ": "HND",
    "honduran": "HND",
    "indi": "IND",
    "indian": "IND",
    "mexican": "MEX",
    "nepales": "NPL",
    "nepali": "NPL",
    "nicaragüense": "NIC",
    "nicaraguan": "NIC",
    "panameñ": "PAN",
    "panamanian": "PAN",
    "paraguay": "PRY",
    "paraguayan": "PRY",
    "peruan": "PER",
    "peruvian": "PER",
    "uruguay": "URY",
    "uruguayan": "URY",
    "venezolan": "VEN",
    "venezuelan": "VEN",
}
"""What nationals are called, without the endings of gender and number: the code of the country."""

DEMONYM_ENDINGS: Final = ("", "a", "o", "as", "os", "s", "es", "e")
