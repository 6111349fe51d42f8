"""The numbering part: headings numbered by Word itself, bullets, and ordered lists that each start anew."""

from __future__ import annotations

from dataclasses import field

from briefgen.records import dataclass
from briefgen.render.docx.xml import DECLARATIONS, PROLOGUE, attribute, half_points, twips
from briefgen.theme import Theme

HEADINGS, BULLETS = 1, 2
"""Numbering instances that every document has."""

DEEPEST = 8
"""The deepest list level Word knows, counted from 0."""

BULLET_ROOM = 9.0
"""How far a bullet stands before its text, in points."""

_FIRST_FREE = 3
_HANGING = (24, 28, 33, 40, 46, 52, 58, 64, 70)


def _level(index: int, form: str, text: str, indent: str, style: str = "", rpr: str = "") -> str:
    link = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{link}<w:lvlText w:val="{attribute(text)}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr>{rpr}</w:lvl>'
    )


def _hanging(left: float, hanging: float) -> str:
    return f'<w:ind w:left="{twips(left)}" w:hanging="{twips(hanging)}"/>'


def definitions(theme: Theme) -> str:
    """The three abstract numberings of a theme and the two constant instances' abstract parts, as XML."""
    heading = "".join(
        _level(
            i,
            "decimal",
            ".".join(f"%{n}" for n in range(1, i + 2)),
            f'<w:tabs><w:tab w:val="num" w:pos="{twips(_HANGING[i])}"/></w:tabs>' + _hanging(_HANGING[i], _HANGING[i]),
            f"Heading{i + 1}" if i < 6 else "",
        )
        for i in range(9)
    )
    size = half_points(theme.styles["list"].size)
    bullet = "".join(
        _level(i, "bullet", theme.bullets[i % len(theme.bullets)], _hanging(theme.indent * (i + 1), BULLET_ROOM))
        for i in range(9)
    )
    ordered = "".join(
        _level(
            i,
            "decimal",
            f"%{i + 1}.",
            _hanging(theme.indent * (i + 1), theme.indent),
            rpr=f'<w:rPr><w:sz w:val="{size}"/></w:rPr>',
        )
        for i in range(9)
    )
    parts = ((0, "multilevel", heading), (1, "hybridMultilevel", bullet), (2, "hybridMultilevel", ordered))
    return "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:nsid w:val="42524{n:03X}"/><w:multiLevelType w:val="{kind}"/>{levels}'
        "</w:abstractNum>"
        for n, kind, levels in parts
    )


@dataclass(slots=True)
class Numbering:
    """The numbering instances of one document."""

    _nums: list[str] = field(default_factory=list)

    def ordered(self, level: int, start: int) -> int:
        """A new instance for an ordered list at `level` (from 0) that begins with `start`; returns its id."""
        number = _FIRST_FREE + len(self._nums)
        self._nums.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="{level}">'
            f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        )
        return number

    def part(self, abstract: str) -> str:
        """The XML of `word/numbering.xml`."""
        constant = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/></w:num>'
            for number, kind in ((HEADINGS, 0), (BULLETS, 1))
        )
        return f"{PROLOGUE}<w:numbering {DECLARATIONS}>{abstract}{constant}{''.join(self._nums)}</w:numbering>"


@dataclass(slots=True)
class HeadingCounter:
    """Counts headings as Word will, to know whether its number is the resolved one."""

    _counts: list[int] = field(default_factory=lambda: [0] * 9)

    def next(self, level: int) -> str:
        """The number Word gives the next numbered heading of `level` (from 1)."""
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (9 - level)
        return ".".join(str(n) for n in self._counts[:level])

    def would(self, level: int) -> str:
        """What `next` would give, without counting."""
        counts = [*self._counts[: level - 1], self._counts[level - 1] + 1]
        return ".".join(str(n) for n in counts)
