"""Colours that can be seen: contrast by WCAG 2.1, and a shade of a brand's colour that reaches it."""

from __future__ import annotations

TEXT_CONTRAST = 4.5
"""Least contrast of text with its ground (WCAG 2.1, 1.4.3)."""

LINE_CONTRAST = 3.0
"""Least contrast of lines and shapes that carry meaning (WCAG 2.1, 1.4.11)."""


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two "#rrggbb" colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """The colour `share` of the way from one to the other."""
    mixed = (round(a + (b - a) * share) for a, b in zip(_channels(one), _channels(other), strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def legible(colour: str, ground: str, ratio: float) -> str:
    """The colour itself where its contrast with the ground suffices, else the nearest shade towards black or white."""
    pole = max(("#000000", "#ffffff"), key=lambda c: contrast(c, ground))
    shades = (mix(colour, pole, step / 20) for step in range(21))
    return next((shade for shade in shades if contrast(shade, ground) >= ratio), pole)
