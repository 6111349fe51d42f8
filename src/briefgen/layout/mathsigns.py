"""The signs of formulas by how they are set: with what space around them, how tall, over what."""

from __future__ import annotations

RELATIONS = frozenset("=<>≤≥≪≫≈≃≅∼∝≡≠→←↔⇌⇒⇐⇔⟶⟵⟷↦∈∉⊂⊆∣∥:⇋")
BINARY = frozenset("+−±∓×÷·⋅∗∘∪∩∧∨⊕⊗")
PRIMES = frozenset("′″‴")
CLOSERS = frozenset(",;")
OPENERS = ("(", "[", "{", "")
BIG = frozenset("∑∏∐⋃⋂⨁⨂")
INTEGRALS = frozenset("∫∬∭∮")
FENCES = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋")
UNDER = frozenset({"lim", "max", "min", "sup", "inf", "limsup", "liminf"})
"""Named operators that have their subscript below them in a displayed formula."""
BARS_OVER = frozenset("¯‾―_̅")
ACCENTS = {"^": "ˆ", "~": "˜", "\u0302": "ˆ", "\u0303": "˜", "\u0307": "˙", ".": "˙", "\u0308": "¨"} | dict(
    zip("ˆ˜˙¨ˇ˘´`˚", "ˆ˜˙¨ˇ˘´`˚", strict=True)
)
ARROWS = {"→": "→", "←": "←", "\u20d7": "→"}
LONG = frozenset("→←⇌")
"""Arrows that are as long as what stands over or under them."""
BRACES = frozenset("⏞⏟")
