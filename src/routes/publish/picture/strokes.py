"""Drawing curves: a few with care, thousands thin."""

from __future__ import annotations

from matplotlib.colors import to_rgba

from routes.publish.picture import theme
from routes.publish.picture.curves import DENSE, Curve, Form, dashes, styled, weight
from routes.publish.picture.sheet import Sheet


def draw_curves(sheet: Sheet, items: list[Curve], *, classes: int, unit: float) -> list[Form]:
    """Draw curves, the strongest first, so that thin ones stay on top.

    Returns
    -------
    list of Form
        The form of each, in the order of `items`.
    """
    if len(items) > DENSE:
        return _draw_many(sheet, items, classes, unit)
    forms = []
    for faded in (True, False):
        chosen = [each for each in items if each.flow.chosen != faded]
        forms += _draw_few(sheet, chosen, classes, unit)
    return forms


def _draw_few(sheet: Sheet, items: list[Curve], classes: int, unit: float) -> list[Form]:
    """Draw each curve with a casing in the colour of the land."""
    lines, colours, widths, styles = [], [], [], []
    heads, fills = [], []
    forms = []
    for item, form, width in styled(items, unit=unit):
        alpha = weight(item)
        colour = to_rgba(theme.class_colour(item.flow.level, classes), alpha)
        lines += [form.body, form.body]
        colours += [to_rgba(theme.HALO, 0.75 * alpha), colour]
        widths += [width + 2.4 * unit, width]
        styles += [(0.0, None), dashes(item.flow.inferred, width, unit=unit)]
        heads.append(form.head)
        fills.append(colour)
        forms.append(form)
    sheet.lines(lines, colors=colours, linewidths=widths, linestyles=styles, capstyle="butt")
    casing = [to_rgba(theme.HALO, fill[3]) for fill in fills]
    sheet.polygons(heads, facecolors=fills, edgecolors=casing, linewidths=0.9 * unit)
    sheet.polygons(heads, facecolors=fills, edgecolors="none")
    return forms


def _draw_many(sheet: Sheet, items: list[Curve], classes: int, unit: float) -> list[Form]:
    """Draw thousands: no casings, the smallest class faint, so that strong flows stand out."""
    faint = max(0.1, min(0.5, DENSE / len(items)))
    shaped = list(styled(items, unit=unit))
    for level in range(classes):
        own = [each for each in shaped if each[0].flow.level == level]
        colour = theme.class_colour(level, classes)
        thin = (theme.class_width(level) * 0.5 if level else 0.6) * unit
        alphas = [(0.85 if level else faint) * weight(item) for item, _, _ in own]
        colours = [to_rgba(colour, alpha) for alpha in alphas]
        for inferred in (False, True):
            chosen = [n for n, each in enumerate(own) if each[0].flow.inferred == inferred]
            sheet.lines(
                [own[n][1].body for n in chosen],
                colors=[colours[n] for n in chosen],
                linewidths=thin,
                linestyles=[dashes(inferred, max(thin, 1.0), unit=unit * 0.6)],
                capstyle="butt",
            )
        if level:
            heads = [each[1].head for each in own]
            sheet.polygons(heads, facecolors=colours, edgecolors="none")
    return [each[1] for each in shaped]
