"""Making a draft of a book: the one way from cells to tables."""

from __future__ import annotations

import pandas as pd

from routes.cases.forms.conventions import Conventions, conventions, described, left_out
from routes.cases.forms.drafting import Drafted, origin_of
from routes.cases.forms.places import PlaceNames
from routes.cases.forms.quick import draft_quick
from routes.cases.forms.recognition import Contents, recognise
from routes.cases.forms.remarks import Remarks
from routes.cases.forms.statistics import draft_statistics
from routes.cases.forms.tables import draft_tables
from routes.cases.intake.model import Book, Draft, Options, Told

_STAGE = "understanding"


def understand(book: Book, options: Options | None = None, *, told: Told | None = None) -> Draft:
    """Understand a file: its form, headings, codes, dates, numbers and places.

    Nothing is refused here: what is not understood stays as it is written, for the checks to find.
    What was assumed is said in ``faults``, and how each sheet was read in ``recognised``; both can
    be overruled by `options`.

    Parameters
    ----------
    book : Book
        The file as it was read.
    options : Options, optional
        What the user has decided.
    told : callable, optional
        Told of the progress (stage ``understanding``, share 0 to 1).

    Returns
    -------
    Draft
        The tables that the file makes, as text.

    Examples
    --------
    >>> from routes.cases.intake.model import Sheet
    >>> cells = pd.DataFrame([["Tibú > Cúcuta > Caracas", "El Diario"]], index=[2])
    >>> draft = understand(Book("a.csv", "", "csv", (Sheet("", ("ruta", "fuente"), cells),)))
    >>> draft.form, draft.tables["stops"]["role"].tolist()
    ('quick', ['recruitment', 'transit', 'exploitation'])
    """
    chosen = options or Options()
    tell = told or _silent
    tell(_STAGE, 0.0)
    remarks = Remarks(book.file)
    contents = recognise(book, chosen, remarks)
    own = conventions(contents, chosen, remarks)
    names = PlaceNames(chosen.places)
    drafted = _drafted(book, contents, chosen, own, names, remarks, tell)
    names.tell(remarks)
    tell(_STAGE, 1.0)
    return Draft(
        file=book.file,
        sha256=book.sha256,
        form=contents.form,
        tables=drafted.tables,
        origin=drafted.origin,
        headers=drafted.headers,
        lines=drafted.lines,
        faults=(*book.faults, *remarks.all()),
        questions=names.questions(),
        recognised=(
            *(described(part, book, own) for part in contents.parts),
            *left_out(book, contents),
        ),
    )


def _drafted(
    book: Book,
    contents: Contents,
    options: Options,
    own: Conventions,
    names: PlaceNames,
    remarks: Remarks,
    tell: Told,
) -> Drafted:
    if not contents.recognised:
        return Drafted(lines=_all_lines(book))
    if contents.form == "quick":
        return draft_quick(contents, options, own, names, remarks)
    if contents.form == "statistics":
        return draft_statistics(contents, own)
    return draft_tables(contents, options, own, names, remarks, tell)


def _all_lines(book: Book) -> pd.DataFrame:
    return origin_of([sheet.name for sheet in book.sheets], [sheet.cells for sheet in book.sheets])


def _silent(stage: str, share: float) -> None:
    """Tell nobody."""
