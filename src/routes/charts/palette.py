"""Colours of the charts: told apart in greyscale too, and by the colour-blind.

Volume and evidence of cases are warm as on the map; what is never joined with cases is cool.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Palette:
    """The colours of one light.

    Parameters
    ----------
    ink, quiet, line, card : str
        Lettering, quiet lettering, rules, and the ground that they stand on.
    main : str
        Bars and points of cases.
    evidence : mapping of str to str
        By code of the evidence.
    ramp, cool_ramp : tuple of str
        Classes of volume, from few to many: of cases, and of what is not joined with them.
    several, cool_several : tuple of str
        Kinds without an order, so told apart.
    empty : str
        Where there is nothing to count.
    """

    ink: str
    quiet: str
    line: str
    card: str
    main: str
    evidence: dict[str, str]
    ramp: tuple[str, ...]
    cool_ramp: tuple[str, ...]
    several: tuple[str, ...]
    cool_several: tuple[str, ...]
    empty: str

    @property
    def cool(self) -> str:
        """The one colour of what is not joined with cases."""
        return self.cool_ramp[-2]


LIGHT: Final = Palette(
    ink="#1b2a38",
    quiet="#5b6773",
    line="#e2ded4",
    card="#ffffff",
    main="#8c1d2f",
    evidence={"stated": "#8c1d2f", "inferred": "#cf8a6b", "mentioned": "#c9cfd4"},
    ramp=("#d98c7a", "#c2604f", "#a83a41", "#8c1d2f"),
    cool_ramp=("#c4dae6", "#98c0d5", "#659cbc", "#36739a", "#124a6e"),
    several=("#1b2a38", "#8c1d2f", "#2f6f8f", "#ac7a2c", "#7fa6b8"),
    cool_several=("#0f2f4a", "#3d4f9e", "#157a74", "#8e7fc0", "#6fb0c9"),
    empty="#f6f4ee",
)
DARK: Final = Palette(
    ink="#e9e6df",
    quiet="#a9b3bc",
    line="#35414c",
    card="#1d262f",
    main="#e69a88",
    evidence={"stated": "#fbc4b4", "inferred": "#c0705f", "mentioned": "#55636e"},
    ramp=("#b0695d", "#cf7f70", "#e69a88", "#fbc4b4"),
    cool_ramp=("#2c4252", "#3f6580", "#5c8eae", "#8bb8d2", "#cfe4ef"),
    several=("#f4f1ea", "#f2b8a8", "#7fb4cf", "#b98a3e", "#6c7f99"),
    cool_several=("#eef4f7", "#a5dccb", "#7db4e0", "#9a86cf", "#4d8a86"),
    empty="#26313b",
)


def palette(*, dark: bool) -> Palette:
    """Return the colours of a light."""
    return DARK if dark else LIGHT
