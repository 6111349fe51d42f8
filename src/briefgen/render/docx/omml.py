"""MathML to OMML, Word's own notation for formulas.

The mapping follows ECMA-376 part 1, 22.1 (element order as in its schema). An element of presentation MathML without a
counterpart is set as the row of its children, so that no symbol of a formula is ever lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element, ParseError, fromstring

from briefgen.render.docx.xml import attribute, escape

_NARY = frozenset("∑∏∐∫∬∭∮⋃⋂⋁⋀")
_OPEN = frozenset("([{⟨⌈⌊|‖")
_CLOSE = frozenset(")]}⟩⌉⌋|‖")
_LIMITS = frozenset({"lim", "max", "min", "sup", "inf"})
_BARS = frozenset("¯‾―_\u0304\u0305")
_ACCENTS = {"^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "→": "\u20d7", "˙": "\u0307", "¨": "\u0308",
            "ˇ": "\u030c", "´": "\u0301", "`": "\u0300", "˘": "\u0306", "˚": "\u030a"}  # fmt: skip
_BRACES = {"⏞": "top", "⏟": "bot"}
_JUSTIFIED = {"left": "left", "right": "right"}
_VARIANTS = {"bold": "b", "bold-italic": "bi", "normal": "p", "italic": "i"}
_SCRIPTS = ("msub", "msup", "msubsup", "munder", "mover", "munderover")


@lru_cache(maxsize=512)
def omml(mathml: str, fallback: str = "") -> str:
    """One `m:oMath` for one `<math>` element; the formula as plain text when the notation cannot be read."""
    try:
        root = fromstring(mathml)
    except ParseError:
        return f"<m:oMath>{_text(fallback, '<m:nor/>')}</m:oMath>"
    return f"<m:oMath>{_row(list(root)) or _text(fallback, '<m:nor/>')}</m:oMath>"


def is_tall(mathml: str) -> bool:
    """Whether a formula needs more height than a line of text gives."""
    return any(tag in mathml for tag in ("<mfrac", "<mtable", "<munder", "<mover", "<msubsup", "∑", "∫", "∏"))


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _symbol(element: Element) -> str:
    while len(element) == 1 and _tag(element) in ("mrow", "mstyle"):
        element = element[0]
    return (element.text or "").strip() if _tag(element) in ("mo", "mi") else ""


def _text(text: str, style: str = "") -> str:
    if not text:
        return ""
    properties = f"<m:rPr>{style}</m:rPr>" if style else ""
    face = '<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/></w:rPr>'
    return f'<m:r>{properties}{face}<m:t xml:space="preserve">{escape(text)}</m:t></m:r>'


_HAIR = _text("\u200a", "<m:nor/>")


def _in(name: str, content: str) -> str:
    return f"<m:{name}>{content}</m:{name}>"


def _val(name: str, value: str) -> str:
    return f'<m:{name} m:val="{attribute(value)}"/>'


def _row(items: Sequence[Element]) -> str:
    out: list[str] = []
    at = 0
    while at < len(items):
        if _base(items[at]) in _NARY:
            out.append(_nary(items[at], items[at + 1 :]))
            break
        end = _fence_end(items, at)
        if end is None:
            out.append(_one(items[at]))
            at += 1
        else:
            out.append(_fenced(items, at, end))
            at = end + 1
    return "".join(out)


def _base(item: Element) -> str:
    if _tag(item) in _SCRIPTS and len(item):
        item = item[0]
    return _symbol(item) if _tag(item) in ("mo", "mrow") else ""


def _nary(item: Element, rest: Sequence[Element]) -> str:
    """An n-ary operator takes the rest of its row as operand."""
    tag, parts = _tag(item), list(item)
    low = parts[1] if tag in ("msub", "munder", "msubsup", "munderover") else None
    high = parts[-1] if tag in ("msup", "mover", "msubsup", "munderover") else None
    symbol = _base(item)
    where = "undOvr" if symbol in "∑∏∐⋃⋂⋁⋀" else "subSup"
    properties = _val("chr", symbol) + _val("limLoc", where)
    properties += "" if low is not None else _val("subHide", "1")
    properties += "" if high is not None else _val("supHide", "1")
    scripts = _in("sub", _one(low) if low is not None else "") + _in("sup", _one(high) if high is not None else "")
    return _in("nary", _in("naryPr", properties) + scripts + _in("e", _row(rest)))


def _fence_end(items: Sequence[Element], start: int) -> int | None:
    """The index of the item that closes the fence opened at `start`; the item itself when the fence stays open (cases)."""
    item = items[start]
    if _tag(item) != "mo" or _symbol(item) not in _OPEN or item.get("form") == "postfix":
        return None
    depth = 0
    for at in range(start, len(items)):
        symbol = _base(items[at])
        if symbol in _OPEN and (at == start or symbol not in _CLOSE):
            depth += 1
        elif symbol in _CLOSE:
            depth -= 1
        if not depth:
            return at
    alone = start + 1 < len(items) and _tag(items[start + 1]) == "mtable"
    return start + 1 if alone else None


def _fenced(items: Sequence[Element], start: int, end: int) -> str:
    last = items[end]
    closed = _base(last) in _CLOSE
    marks = _val("begChr", _symbol(items[start])) + _val("endChr", _base(last) if closed else "")
    inner = _row(items[start + 1 : end + (not closed)])
    fenced = _in("d", _in("dPr", marks) + _in("e", inner))
    return _scripted(last, fenced) if closed and _tag(last) in _SCRIPTS else fenced


def _scripted(item: Element, base: str) -> str:
    """A base with its scripts; where there is none (a mass number), a hair space, for Word marks an empty place."""
    base = base or _HAIR
    parts = [_one(part) for part in list(item)[1:]]
    match _tag(item):
        case "msub" | "munder":
            return _in("sSub", _in("e", base) + _in("sub", parts[0]))
        case "msup" | "mover":
            return _in("sSup", _in("e", base) + _in("sup", parts[0]))
        case _:
            return _in("sSubSup", _in("e", base) + _in("sub", parts[0]) + _in("sup", parts[1]))


def _one(element: Element) -> str:
    make = _MAKERS.get(_tag(element))
    try:
        return make(element) if make else _row(list(element)) or _text((element.text or "").strip())
    except IndexError:  # a script or fraction that lacks a part
        return _row(list(element))


def _identifier(element: Element) -> str:
    text = (element.text or "").strip()
    variant = _VARIANTS.get(element.get("mathvariant", ""), "p" if len(text) > 1 else "")
    return _text(text, _val("sty", variant) if variant else "")


def _space(element: Element) -> str:
    width = element.get("width", "0")
    if width.startswith(("-", "0em")):
        return ""
    return _text("\u2009" if width.startswith("0.") else "\u2003")


def _fraction(element: Element) -> str:
    line = _in("fPr", _val("type", "noBar")) if element.get("linethickness", "") in ("0", "0px", "0pt") else ""
    return _in("f", line + _in("num", _one(element[0])) + _in("den", _one(element[1])))


def _root(element: Element) -> str:
    if _tag(element) == "mroot":
        return _in("rad", _in("deg", _one(element[1])) + _in("e", _one(element[0])))
    return _in("rad", _in("radPr", _val("degHide", "1")) + "<m:deg/>" + _in("e", _row(list(element))))


def _script(element: Element) -> str:
    named = _symbol(element[0]) in _LIMITS or element[0].get("movablelimits") == "true"
    if _tag(element) == "msub" and named:
        return _under(element)
    return _scripted(element, _one(element[0]))


def _over(element: Element) -> str:
    mark, base = _symbol(element[1]), _one(element[0])
    if mark in _BARS and mark:
        return _in("bar", _in("barPr", _val("pos", "top")) + _in("e", base))
    if mark in _ACCENTS:
        return _in("acc", _in("accPr", _val("chr", _ACCENTS[mark])) + _in("e", base))
    if mark in _BRACES:
        return _in(
            "groupChr", _in("groupChrPr", _val("chr", mark) + _val("pos", "top") + _val("vertJc", "bot")) + _in("e", base)
        )
    return _in("limUpp", _in("e", base) + _in("lim", _one(element[1])))


def _under(element: Element) -> str:
    mark, base = _symbol(element[1]), _one(element[0])
    if mark in _BRACES:
        return _in(
            "groupChr", _in("groupChrPr", _val("chr", mark) + _val("pos", "bot") + _val("vertJc", "top")) + _in("e", base)
        )
    return _in("limLow", _in("e", base) + _in("lim", _one(element[1])))


def _under_over(element: Element) -> str:
    low = _in("limLow", _in("e", _one(element[0])) + _in("lim", _one(element[1])))
    return _in("limUpp", _in("e", low) + _in("lim", _one(element[2])))


def _matrix(element: Element) -> str:
    """A matrix with its columns as they are aligned; lines aligned at a sign are one whose columns touch.

    Word has arrays of equations for such lines, but LibreOffice shows their marks of alignment as signs.
    """
    rows = [list(row) for row in element]
    aligned = [cell.get("columnalign", "") for cell in max(rows, key=len, default=[])]
    columns = "".join(
        _in("mc", _in("mcPr", _val("count", "1") + _val("mcJc", _JUSTIFIED.get(a, "center")))) for a in aligned
    )
    touching = _val("cGpRule", "3") + _val("cGp", "0") if element.get("displaystyle") == "true" else ""
    body = "".join(_in("mr", "".join(_in("e", _cell(cell)) for cell in row)) for row in rows)
    return _in("m", _in("mPr", touching + _in("mcs", columns)) + body)


def _cell(cell: Element) -> str:
    """A cell; LibreOffice marks an empty one, and a sign that begins one where lines are aligned: these get a hair space."""
    items = [item for item in cell if len(item) or (item.text or "").strip()]
    bare = not items or (_tag(items[0]) == "mo" and len(items) < len(cell))
    return (_HAIR if bare else "") + _row(list(cell))


def _fence(element: Element) -> str:
    marks = _val("begChr", element.get("open", "(")) + _val("endChr", element.get("close", ")"))
    separator = (element.get("separators", ",").strip() or ",")[0]
    inner = "".join(_in("e", _one(child)) for child in element)
    return _in("d", _in("dPr", marks.replace("/><m:endChr", f"/>{_val('sepChr', separator)}<m:endChr")) + inner)


_MAKERS: dict[str, Callable[[Element], str]] = {
    "mi": _identifier,
    "mn": lambda e: _text((e.text or "").strip()),
    "mo": lambda e: _text((e.text or "").strip()),
    "mtext": lambda e: _text(e.text or "", "<m:nor/>"),
    "ms": lambda e: _text(e.text or "", "<m:nor/>"),
    "mspace": _space,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "msub": _script,
    "msup": _script,
    "msubsup": _script,
    "mover": _over,
    "munder": _under,
    "munderover": _under_over,
    "mtable": _matrix,
    "mfenced": _fence,
    "annotation": lambda _: "",
    "annotation-xml": lambda _: "",
    "none": lambda _: "",
}
