"""Words that stay on one line: a number and its unit, "n = 33", "Table 1"; in French also those before a colon or within
guillemets that stand apart.

The rule looks at words as they are read, not at where they come from, so that it holds in values, cells and prose alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefgen.unitwords import is_abbreviated_unit

_NUMBER = re.compile(r"[(\[]*[<>≤≥=~≈±+−-]*[(\[]?[.]?\d[\d.,:/\u00a0\u2009\u202f–-]*%?|%")
_RELATIONS = frozenset("=<>≤≥≈±×~≠")
_SYMBOL = 8
"""The longest name before a relation ("n", "AUC") that is kept with it."""
_UNIT_WORDS = """
    percent Prozent million billion Mio. Mrd.
    hour hours day days week weeks month months year years minute minutes second seconds points
    Stunde Stunden Tag Tage Tagen Woche Wochen Monat Monate Monaten Jahr Jahre Jahren Minute Minuten Sekunden Punkte Punkten
"""
_UNITS = frozenset(_UNIT_WORDS.split())
_COUNTED_WORDS = """
    table tables figure figures section equation box week weeks day days month months year phase part grade stage cycle
    visit cohort page pages p. pp. no. vol. appendix type chapter study reference
    tabelle abbildung abschnitt gleichung woche tag monat jahr teil grad seite seiten s. nr. typ kapitel studie
"""
_COUNTED = frozenset(_COUNTED_WORDS.split())
LAST, FIRST = frozenset("0123456789%=<>≤≥≈±×~≠«‹"), frozenset("0123456789([=<>≤≥≈±×~≠»›:;!?")
"""Signs that one of two words must end or begin with for them to be tied: a look at them spares most questions."""
_OPENING = re.compile(r"[(\[]*[«‹]")
_CLOSING = re.compile(r"[»›:;!?][)\]»›.,:;!?]*")
"""Marks that French parts from the words they belong to."""
_SHORT_NUMBER = re.compile(r"[(\[]?\d{1,3}(\.\d{1,2}){0,3}[a-z]?[)\].,;:]*")


def holds(first: str, second: str) -> bool:
    """Whether the space between two words must not part them."""
    return (first[-1:] in LAST or second[:1] in FIRST) and belong(first, second)


@lru_cache(maxsize=2_000)
def belong(first: str, second: str) -> bool:
    """Whether two words belong on one line; asked only of those that end or begin with a sign of `LAST` or `FIRST`."""
    if _OPENING.fullmatch(first) or _CLOSING.fullmatch(second):
        return True
    if second in _RELATIONS:
        return len(first) <= _SYMBOL
    if first.lstrip("([") in _RELATIONS:
        return _NUMBER.match(second) is not None
    if _NUMBER.fullmatch(first):
        return _is_unit(second.rstrip(").,;:]!?"))
    return first.lstrip("([").lower() in _COUNTED and _SHORT_NUMBER.fullmatch(second) is not None


def _is_unit(word: str) -> bool:
    return word in _UNITS or is_abbreviated_unit(word)
