r"""Formulas: TeX to MathML and to readable plain text; `\ce{…}` for chemical formulas and reactions."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from xml.etree import ElementTree
from xml.sax.saxutils import escape

_SPACE = "http://www.w3.org/1998/Math/MathML"
_CE = re.compile(r"^\s*\\ce\{(.*)\}\s*$", re.DOTALL)
_ARROWS = {"<=>": "⇌", "<->": "↔", "->": "→", "<-": "←", "=>": "⇒"}
_BEFORE = tuple(f"<{name}><mrow></mrow>" for name in ("msub", "msup", "msubsup"))
_ARROW_SIGNS = frozenset(_ARROWS.values())
_CHEMICAL = re.compile(
    r"\s*(?P<arrow><=>|<->|->|<-|=>)\s*|(?P<plus>\s\+\s)|(?P<charge>\^\{[^{}]*\}|\^[0-9]*[-−+]?)"
    r"|(?P<index>_\{[^{}]*\}|_?(?<=[A-Za-z)\]_])\d+|_\d+)|(?P<sign>[-+](?=\s|$))|(?P<bond>-(?=[A-Z(\[]))|(?P<element>[A-Z][a-z]?|[a-z]+)"
    r"|(?P<number>\d+(?:/\d+)?)|(?P<other>[()\[\]·.*=#]|\s+)"
)


_PARTS = {"msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
"""How many parts an element has, the base among them."""


class FormulaError(Exception):
    """A formula that cannot be read; the message says why."""


def formula(tex: str, display: bool = False) -> tuple[str, str]:
    """MathML (one `<math>` element) and plain text of a formula. Raises FormulaError with the reason."""
    _balanced(tex)
    chemical = _CE.match(tex)
    if chemical:
        mathml = _wrapped(_chemistry(chemical[1]), display)
    elif r"\ce{" in tex:
        raise FormulaError(r"\ce{…} must stand alone in its formula")
    else:
        mathml = _converted(tex, display)
    return mathml, readable(mathml)


def _balanced(tex: str) -> None:
    depth = 0
    for brace in re.sub(r"\\[\\{}]", "", tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            raise FormulaError('a "}" closes nothing')
    if depth:
        raise FormulaError('a "{" is not closed')
    if not tex.strip():
        raise FormulaError("the formula is empty")


_LINES = re.compile(r"\\(begin|end)\{(?:aligned|align|split)\*?\}")
_CENTRED = re.compile(r"\\(begin|end)\{(?:gathered|gather)\*?\}")
_UPRIGHT = re.compile(r"\\mathrm\s*(?:\{([A-Za-z0-9]+)\}|([A-Za-z]))")
_NOT_EQUAL = re.compile(r"\\not\s*=")


def _known(tex: str) -> str:
    """TeX with environments and signs of the same meaning that the converter knows."""
    tex = _UPRIGHT.sub(r"\\text{\1\2}", tex)  # the converter sets a single upright letter in italics
    tex = _LINES.sub(r"\\\1{align*}", tex)  # align itself would number the lines
    return _NOT_EQUAL.sub(r"\\neq ", _CENTRED.sub(r"\\\1{matrix}", tex))


def _converted(tex: str, display: bool) -> str:
    from latex2mathml.converter import convert

    try:
        mathml = str(convert(_known(tex), display="block" if display else "inline"))
        root = ElementTree.fromstring(mathml)
    except ElementTree.ParseError:
        raise FormulaError('a "&" or "<" stands where it has no meaning') from None
    except Exception as fault:  # the library raises a class of its own for each fault, and others besides
        raise FormulaError(_reason(fault)) from None
    unknown = next((e.text for e in root.iter() if e.text and e.text.startswith("\\")), None)
    if unknown:
        raise FormulaError(f'"{unknown}" is not a known command')
    if next(root.iter(f"{{{_SPACE}}}menclose"), None) is not None:
        raise FormulaError("boxes and strokes through symbols are not set")
    if next((e for e in root.iter() if e.get("linebreak")), None) is not None:
        raise FormulaError(r'"\\" stands outside a matrix, cases, aligned or gathered')
    return _sound(root, mathml)


def _sound(root: ElementTree.Element, mathml: str) -> str:
    """The MathML, with a base that the converter leaves in pieces (a matrix with its brackets) gathered into one."""
    loose = [(e, most) for e in root.iter() if len(e) > (most := _PARTS.get(e.tag.rpartition("}")[2], len(e)))]
    for element, most in loose:
        kids = [*element]
        base = ElementTree.Element(f"{{{_SPACE}}}mrow")
        base.extend(kids[: len(kids) - most + 1])
        element[:] = [base, *kids[len(kids) - most + 1 :]]
    if not loose:
        return mathml
    ElementTree.register_namespace("", _SPACE)
    return ElementTree.tostring(root, encoding="unicode")


def _reason(fault: Exception) -> str:
    name = re.sub(r"Error$", "", type(fault).__name__)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return str(fault) or words


# --------------------------------------------------------------------------------------------------------- chemistry


def _wrapped(inner: str, display: bool) -> str:
    kind = "block" if display else "inline"
    return f'<math xmlns="{_SPACE}" display="{kind}"><mrow>{inner}</mrow></math>'


def _chemistry(text: str) -> str:
    """A chemical formula or reaction as MathML: upright symbols, digits after them as subscripts, charges raised."""
    out: list[str] = []
    at = 0
    while at < len(text):
        match = _CHEMICAL.match(text, at)
        if not match or match.end() == at:
            raise FormulaError(f'"{text[at]}" is not understood in a chemical formula')
        _add(out, match)
        at = match.end()
    shown = [part for part in out if part]
    if any(part.startswith(_BEFORE) and not _SYMBOL.match(after) for part, after in pairwise([*shown, ""])):
        raise FormulaError("an index or a charge stands on nothing")
    return "".join(shown)


_SYMBOL = re.compile("(?:<msub>|<msup>|<msubsup>)?<mi ")
"""An element, with an index or a charge or without."""


def _add(out: list[str], match: re.Match[str]) -> None:
    kind, text = str(match.lastgroup), match[0].strip()
    match kind:
        case "arrow":
            out.append(f"<mo>{_ARROWS[text]}</mo>")
        case "plus":
            out.append("<mo>+</mo>")
        case "element":
            out.append(f'<mi mathvariant="normal">{text}</mi>')
        case "bond":
            out.append("<mo>–</mo>")
        case "number":
            out.append(f"<mn>{text}</mn>")
        case "index" | "charge" | "sign":
            _attach(out, "msub" if kind == "index" else "msup", text.strip("^_{}"))
        case _:
            out.append(f"<mo>{escape(text)}</mo>" if text else "")


def _attach(out: list[str], element: str, script: str) -> None:
    """Hang a script on the last symbol; an index and a charge on one symbol share it. A mass number precedes its symbol."""
    last = next((part for part in reversed(out) if part), "")
    if not script or (_leads(last) and not script[0].isdigit()):
        raise FormulaError("an index or a charge stands on nothing")
    shown = f"<mtext>{escape(script.replace('-', '−'))}</mtext>"
    base = "<mrow></mrow>" if _leads(last) else out.pop()
    low, high = (re.fullmatch(f"<{name}>(.*)</{name}>", base, re.DOTALL) for name in ("msub", "msup"))
    if element == "msup" and low:
        out.append(f"<msubsup>{low[1]}{shown}</msubsup>")
    elif element == "msub" and high and high[1].startswith("<mrow></mrow>"):
        out.append(f"<msubsup><mrow></mrow>{shown}{high[1].removeprefix('<mrow></mrow>')}</msubsup>")
    else:
        out.append(f"<{element}>{base}{shown}</{element}>")


def _leads(last: str) -> bool:
    """Whether what stands last takes no script, so that one belongs to the symbol after it: a bracket, a plus, an arrow."""
    return last in ("", "<mo>[</mo>", "<mo>(</mo>", "<mo>+</mo>") or last.removeprefix("<mo>")[:1] in _ARROW_SIGNS


# ------------------------------------------------------------------------------------------------------- plain text

_RAISED = dict(zip("0123456789+-−n∘′″‴*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ°′″‴*", strict=True))
_LOWERED = dict(zip("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋", strict=True))
_SPACED = set("=<>≤≥≈+−-×·→⇌↔←⇒±∈∼≠∝∣")
_GREEDY = set("∑∏∐∫∬∭∮")
_OPENING = set("([{|‖")
_ABOVE = {
    "^": ("\u0302", "hat"), "~": ("\u0303", "tilde"), "¯": ("\u0304", "bar"), "―": ("\u0304", "bar"), "˙": ("\u0307", "dot"),
    "¨": ("\u0308", "ddot"), "→": ("\u20d7", "vec"), "ˇ": ("\u030c", "check"), "˘": ("\u0306", "breve"),
    "´": ("\u0301", "acute"), "`": ("\u0300", "grave"), "˚": ("\u030a", "ring"),
}  # fmt: skip
"""Signs over a base: the combining mark, for one letter, and the name before brackets, for more."""
_RUNNING_ON = re.compile(r"[_^][\w,.]+$")
"""A script that what follows would seem to be part of."""
_SIGNED = re.compile(r"(^|[=≤≥<>≈→⇌×·(\[{,;] ?)([−+]) ")


def readable(mathml: str) -> str:
    """A formula as a line of plain text: "x²", "K_p,uu", "(a + b)/(2c)", "H₂O", "ln C = −kt", "x̄"."""
    text = re.sub(r"\s+", " ", _read(ElementTree.fromstring(mathml))).strip()
    text = re.sub(r"(?<=[a-z]) (?=\()|(?<=[(\[{]) | (?=[)\]},;])", "", text)
    return unicodedata.normalize("NFC", _SIGNED.sub(r"\1\2", text))


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _read(element: ElementTree.Element) -> str:
    tag = _tag(element)
    parts = [_read(child) for child in element]
    match tag, parts:
        case ("mo" | "mi" | "mtext", _):
            return _token(tag, element)
        case ("mover" | "munder" | "msup" | "msub", [base, sign]):
            return _with_sign(tag, base, sign)
        case ("msubsup" | "munderover", [base, lowered, raised]):
            return _scripted(base, lowered, raised)
        case ("mfrac", [above, below]):
            return _fraction(element, above, below)
        case ("msqrt", _):
            return f"√{_grouped(''.join(parts))}"
        case ("mroot", [base, index]):
            return f"root {index} of {_grouped(base)}"
        case ("mtable" | "mtr", _):
            return _table(element, parts)
        case ("mspace", _):
            return " "
        case _:
            return (element.text or "").strip() + _joined(element, parts)


def _token(tag: str, element: ElementTree.Element) -> str:
    """An operator, an identifier or words, with the blanks that set it off."""
    text = (element.text or "").strip()
    match tag:
        case "mo":
            return f" {text} " if text in _SPACED or _is_word(text) else f"{text} " if text in {",", ";"} else text
        case "mi":
            return f" {text} " if text in _SPACED or (_is_word(text) and element.get("mathvariant") is None) else text
        case _:
            return (element.text or "").replace("\u00a0", " ")


def _with_sign(tag: str, base: str, sign: str) -> str:
    """A base with one thing over or under it: an accent, a brace, a line, or a script."""
    match tag, sign:
        case ("mover", _) if sign.strip() in _ABOVE:
            return _marked(base.strip(), *_ABOVE[sign.strip()])
        case ("munder" | "mover", "⏟" | "⏞"):
            return f"({base.strip()})"
        case ("munder", "¯" | "―"):
            return f"underline({base.strip()})"
        case ("msup" | "mover", _):
            return _scripted(base, "", sign)
        case _:
            return _scripted(base, sign, "")


def _fraction(element: ElementTree.Element, above: str, below: str) -> str:
    if element.get("linethickness", "1").startswith("0"):
        return f"{above.strip()} choose {below.strip()}"
    return f"{_grouped(above)}/{_grouped(below)}"


def _table(element: ElementTree.Element, parts: list[str]) -> str:
    """A matrix or its row; of lines that are aligned at a sign, the cells of each are one."""
    if _tag(element) == "mtr":
        return ", ".join(parts)
    lines = element.get("displaystyle") == "true"
    return "; ".join(part.replace(", ", "", 1) if lines else part for part in parts)


def _joined(element: ElementTree.Element, parts: list[str]) -> str:
    """Parts in a row; a matrix without brackets of its own gets some, lines one below the other do without."""
    out, before = [], ""
    for child, part in zip(element, parts, strict=True):
        bare = _tag(child) != "mtable" or before.strip() in _OPENING or child.get("displaystyle") == "true"
        apart = " " if part[:1].isalnum() and _RUNNING_ON.search(before) else ""
        out.append(apart + (part if bare else f"[{part}]"))
        before = part
    return "".join(out)


def _is_word(text: str) -> bool:
    """Whether a sign is the name of a function or operator, which blanks set off."""
    return len(text) > 1 and text.isalpha()


def _marked(base: str, mark: str, name: str) -> str:
    return base + mark if len(base) == 1 else f"{name}({base})"


def _scripted(base: str, lowered: str, raised: str) -> str:
    """A base with its scripts; a blank stands after them where one followed the base, and after a sum or an integral."""
    shown = base.rstrip() + subscript(lowered) + superscript(raised)
    return f"{shown} " if base != base.rstrip() or base.strip() in _GREEDY else shown


def superscript(text: str) -> str:
    """Raised text in plain characters: those that Unicode has ("⁻¹"), or after "^"."""
    return _script(text, "^", _RAISED)


def subscript(text: str) -> str:
    """Lowered text in plain characters: those that Unicode has ("₂"), or after "_"."""
    return _script(text, "_", _LOWERED)


def _script(text: str, sign: str, table: dict[str, str]) -> str:
    bare = text.replace(" ", "")
    if all(c in table for c in bare):
        return "".join(table[c] for c in bare)
    return f"{sign}{bare}" if re.fullmatch(r"[\w,.]+|.", bare) else f"{sign}({_signed(text)})"


def _signed(text: str) -> str:
    """A term with its own sign, without the blank an operator would have: "−kt"."""
    return re.sub(r"^([−+]) ", r"\1", text.strip())


def _grouped(text: str) -> str:
    return text.strip() if re.fullmatch(r"\d+(\.\d+)?|\w", text.strip()) else f"({text.strip()})"
