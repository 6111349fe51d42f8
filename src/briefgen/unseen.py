"""Characters that are not drawn: soft hyphens, joiners, marks of direction, invisible operators, variation selectors.

They are those default ignorables of Unicode's first plane that texts hold (Unicode 15, DerivedCoreProperties.txt).
"""

from __future__ import annotations

from itertools import chain, starmap

_RANGES = ((0x200B, 0x200E), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F))

UNSEEN = frozenset(map(chr, chain((0xAD, 0x34F, 0xFEFF), *starmap(lambda first, last: range(first, last + 1), _RANGES))))
"""The characters. A space is one that is seen; what changes the direction of text is refused when it is read."""
