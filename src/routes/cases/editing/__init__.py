"""One case in the making: drafts of it, what is wrong with them, and what an edit changed."""

from routes.cases.editing.changing import changed, followed, moved, with_part, without
from routes.cases.editing.differences import Change, differences
from routes.cases.editing.model import (
    CaseDraft,
    EventDraft,
    FigureDraft,
    RouteDraft,
    SourceDraft,
    StopDraft,
    cited,
    new_case,
    parts,
)
from routes.cases.editing.review import Mark, Review, review
from routes.cases.editing.rows import case_rows, draft_of, rows_of

__all__ = [
    "CaseDraft",
    "Change",
    "EventDraft",
    "FigureDraft",
    "Mark",
    "Review",
    "RouteDraft",
    "SourceDraft",
    "StopDraft",
    "case_rows",
    "changed",
    "cited",
    "differences",
    "draft_of",
    "followed",
    "moved",
    "new_case",
    "parts",
    "review",
    "rows_of",
    "with_part",
    "without",
]
