"""The code lists of the case tables, and the standard each code comes from.

Purposes and means follow IOM's Human Trafficking Case Data Standard (HTCDS) and the codebook
of the Counter-Trafficking Data Collaborative (CTDC); the value beside each code is the name
that they use, empty where they have none. Labels in Spanish and English stand in
``text/<language>/codes.toml``.

How a source is graded (``reliability``), and what one stop rests on (``credibility``)
follow the NATO/Admiralty scale by a fixed rule, so that two people give the same grade:

========  ==============================================================================
A         the official body itself publishes it
B         an established newspaper, broadcaster or agency, quoting an official body
C         another outlet quoting an official body
D         an outlet that quotes nobody
E         a source known to have been wrong on the matter
F         cannot be judged
1         confirmed by a second source that does not repeat the first
2         an official statement, or a dated report of one, and nothing more
3         inferred, or joined to its case by inference, or from a report without a date
4         contradicted by a better source
5         contradicted by several
6         cannot be judged
========  ==============================================================================
"""

from __future__ import annotations

from typing import Final

KINDS: Final = {"operation": "", "case": "", "network": "", "statement": ""}
"""``statement``: said of several cases together; kept and shown, never counted as a case."""

STATUSES: Final = {"alleged": "", "charged": "", "convicted": "", "dismissed": ""}

ROLES: Final = {
    "recruitment": "",
    "assembly": "",
    "transit": "",
    "crossing": "",
    "exploitation": "",
}
"""What happens at a stop; left empty only where ``evidence`` is ``mentioned``."""

MODES: Final = {"land": "", "river": "", "sea": "", "air": "", "unknown": ""}

EVIDENCE: Final = {"stated": "", "inferred": "", "mentioned": ""}

EVENTS: Final = {"arrest": "", "rescue": "", "seizure": "", "search": ""}

MEASURES: Final = {
    "victims": "",
    "minors": "",
    "women": "",
    "girls": "",
    "men": "",
    "boys": "",
    "testimonies": "",
    "arrests": "",
    "arrested_women": "",
    "caught_in_act": "",
    "to_be_charged": "",
    "structures": "",
    "arrests_wider_raid": "",
    "groups_wider_raid": "",
    "venues": "",
    "assets": "",
    "properties": "",
    "businesses": "",
    "vehicles": "",
    "asset_value_cop": "",
    "debt_usd": "",
    "daily_payment_usd": "",
}

QUALIFIERS: Final = {"exact": "", "at_least": "", "about": ""}

PURPOSES: Final = {
    "sexual": "isSexualExploit",
    "labour": "isForcedLabour",
    "servile_marriage": "isForcedMarriage",
    "irregular_adoption": "isOtherExploit",
    "slavery": "isSlaveryAndPractices",
    "military": "isForcedMilitary",
    "organ_removal": "isOrganRemoval",
    "begging": "typeOfLabourBegging",
    "domestic_work": "typeOfLabourDomesticWork",
    "agriculture": "typeOfLabourAgriculture",
    "illicit_activities": "typeOfLabourIllicitActivities",
    "pornography": "typeOfSexPornography",
    "other": "isOtherExploit",
    "unspecified": "",
}

MEANS: Final = {
    "debt_bondage": "MethodsOfControlDebtBondage",
    "takes_earnings": "MethodsOfControlTakesEarnings",
    "restricts_finances": "MethodsOfControlRestrictsFinancialAccess",
    "threats": "MethodsOfControlThreats",
    "psychological_abuse": "MethodsOfControlPsychologicalAbuse",
    "physical_abuse": "MethodsOfControlPhysicalAbuse",
    "sexual_abuse": "MethodsOfControlSexualAbuse",
    "false_promises": "MethodsOfControlFalsePromises",
    "psychoactive_substances": "MethodsOfControlPsychoactiveSubstances",
    "restricts_movement": "MethodsOfControlRestrictsMovement",
    "restricts_medical_care": "MethodsOfControlRestrictsMedicalCare",
    "excessive_hours": "MethodsOfControlExcessiveWorkingHours",
    "uses_children": "MethodsOfControlUsesChildren",
    "law_enforcement_threat": "MethodsOfControlThreatOfLawEnforcement",
    "withholds_necessities": "MethodsOfControlWithholdsNecessities",
    "withholds_documents": "MethodsOfControlWithholdsDocuments",
    "other": "MethodsOfControlOther",
    "unspecified": "meansOfControlNotSpecified",
}

RECRUITMENT: Final = {
    "job_offer": "",
    "social_media": "",
    "border_approach": "",
    "intimate_partner": "recruiterRelationIntimatePartner",
    "family": "recruiterRelationFamily",
    "friend": "recruiterRelationFriend",
    "abduction": "isAbduction",
    "study_offer": "",
    "travel_offer": "",
    "other": "recruiterRelationOther",
    "unspecified": "recruiterRelationUnknown",
}

HANDLING: Final = {"public": "", "classified": "", "reserved": ""}
"""After Ley 1712 de 2014."""

RELIABILITY: Final = dict.fromkeys("ABCDEF", "")
CREDIBILITY: Final = dict.fromkeys("123456", "")
DATE_PRECISIONS: Final = {"day": "", "month": "", "year": "", "unknown": ""}

CODE_LISTS: Final[dict[str, dict[str, str]]] = {
    "kind": KINDS,
    "status": STATUSES,
    "role": ROLES,
    "mode": MODES,
    "evidence": EVIDENCE,
    "event": EVENTS,
    "measure": MEASURES,
    "qualifier": QUALIFIERS,
    "purpose": PURPOSES,
    "means": MEANS,
    "recruitment": RECRUITMENT,
    "handling": HANDLING,
    "reliability": RELIABILITY,
    "credibility": CREDIBILITY,
    "date_precision": DATE_PRECISIONS,
}
"""Every code list by the name under which its labels stand: ``codes.<list>.<code>``."""

CODE_COLUMNS: Final[dict[str, dict[str, str]]] = {
    "sources": {"date_precision": "date_precision", "reliability": "reliability"},
    "cases": {
        "kind": "kind",
        "status": "status",
        "date_precision": "date_precision",
        "handling": "handling",
    },
    "stops": {"role": "role", "mode": "mode", "evidence": "evidence", "credibility": "credibility"},
    "events": {"event": "event", "date_precision": "date_precision"},
    "figures": {"measure": "measure", "qualifier": "qualifier"},
}
"""Columns that hold one code: table, column, code list."""

CODE_LIST_COLUMNS: Final[dict[str, dict[str, str]]] = {
    "cases": {"purposes": "purpose", "means": "means", "recruitment": "recruitment"},
}
"""Columns that hold several codes, separated by ``;``."""

TOTALLED: Final = ("arrests", "victims", "minors", "assets", "asset_value_cop")
"""The measures that are added up over cases."""


def standard_name(code_list: str, code: str) -> str:
    """Return the name that HTCDS or CTDC uses for a code; empty where they have none.

    Raises
    ------
    KeyError
        If there is no such list or code.

    Examples
    --------
    >>> standard_name("means", "debt_bondage")
    'MethodsOfControlDebtBondage'
    """
    return CODE_LISTS[code_list][code]
