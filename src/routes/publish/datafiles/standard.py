"""The fields of IOM's Human Trafficking Case Data Standard (HTCDS), and what we can put there.

The standard (github.com/UNMigration/HTCDS, CC BY 4.0) describes one person a row; here a row is
one case, which is all that its sources tell of. So whatever is said of a person stays empty.
Core fields and their values are those of the standard's own survey form; the indicators are
those of its field definitions and of the codebook of the Counter-Trafficking Data Collaborative
(CTDC), as `routes.cases.codes` has them. Where a value of the standard would say more than our
code, it is ``Other``, and the indicator says which.
"""

from __future__ import annotations

from typing import Final

from routes.cases.codes import MEANS, PURPOSES, RECRUITMENT

CORE: Final[dict[str, str]] = {
    "con_Consent": "consent",
    "prs_Salutation": "person",
    "prs_First_Name": "person",
    "prs_Second_Name": "person",
    "prs_Birthdate": "person",
    "prs_Gender": "person",
    "prs_Citizenship": "citizenship",
    "prs_Title": "person",
    "prs_Email": "person",
    "prs_HomePhone": "person",
    "prs_MobilePhone": "person",
    "prs_MailingCity": "person",
    "prs_MailingCountry": "person",
    "prs_MailingState": "person",
    "prs_MailingStreet": "person",
    "prs_MailingPostalCode": "person",
    "vic_MethodOfRecruitment": "",
    "vic_LocationOfRecruitment": "",
    "vic_TraffickingStatus": "status",
    "vic_TraffickingStatusDecisionMakingOrg": "status",
    "vic_Methods_of_Control": "",
    "vic_TypeOfExploitation": "",
    "vic_ForcedLabourIndustry": "",
    "vic_TypeOfSexExploitation": "",
    "vic_LocationOfExploitation": "",
    "cas_Status": "lifecycle",
    "cas_ReferringOrganisation": "referral",
    "cas_IncomingReferralDate": "referral",
    "cas_ReferringPrimaryCaseWorker": "referral",
    "cas_ReasonForIncomingReferral": "referral",
    "cas_IncomingReferralDetails": "referral",
}
"""The core fields in the order of the standard. Those that stay empty have the name of the
reason."""

METHOD_OF_RECRUITMENT: Final = {
    "social_media": "ThroughOnlineSocialNetworks",
    "family": "ThroughFamilyOrFamilyEvents",
    "friend": "ThroughFriendsOrSocialEvents",
    "unspecified": "",
}
METHODS_OF_CONTROL: Final = {
    "debt_bondage": "DebtBondage",
    "takes_earnings": "TakesEarnings",
    "restricts_finances": "RestrictsFinancialAccess",
    "psychological_abuse": "PsychologicalAbuse",
    "physical_abuse": "PhysicalAbuse",
    "sexual_abuse": "SexualAbuse",
    "false_promises": "FalsePromises",
    "psychoactive_substances": "PsychoactiveSubstance",
    "restricts_medical_care": "RestrictsMedicalCare",
    "excessive_hours": "ExcessiveWorkingHours",
    "law_enforcement_threat": "ThreatsLawEnforcement",
    "withholds_necessities": "WithholdsNecessities",
    "withholds_documents": "WithholdsDocuments",
    "unspecified": "",
}
TYPE_OF_EXPLOITATION: Final = {
    "sexual": "SexualExploitation",
    "pornography": "SexualExploitation",
    "labour": "ForcedLabour",
    "domestic_work": "ForcedLabour",
    "agriculture": "ForcedLabour",
    "begging": "ForcedBegging",
    "servile_marriage": "ForcedMarriage",
    "irregular_adoption": "ForcedAdoption",
    "organ_removal": "OrganRemoval",
    "unspecified": "",
}
FORCED_LABOUR_INDUSTRY: Final = {
    "agriculture": "A_AgricultureForestryAndFishing",
    "domestic_work": "T_ActivitiesOfHouseholdsAsEmployers",
}
TYPE_OF_SEX_EXPLOITATION: Final = {"pornography": "Pornography"}

INDICATORS: Final[dict[str, dict[str, str]]] = {
    "purposes": PURPOSES,
    "means": MEANS,
    "recruitment": RECRUITMENT,
}
"""Column of the cases, and the indicator of each of its codes; empty for none."""

INDICATOR_NAMES: Final = tuple(
    dict.fromkeys(name for names in INDICATORS.values() for name in names.values() if name)
)
"""The indicators, each once."""
