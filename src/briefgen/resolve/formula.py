r"""Formulas: TeX to MathML and to readable plain text; `\ce{…}` for chemical formulas and reactions."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.sax.saxutils import escape

_SPACE = "http://www.w3.org/1998/Math/MathML"
_CE = re.compile(r"^\s*\\ce\{(.*)\}\s*$", re.DOTALL)
_ARROWS = {"<=>": "⇌", "<->": "↔", "->": "→", "<-": "←", "=>": "⇒"}
_CHEMICAL = re.compile(
    r"\s*(?P<arrow><=>|<->|->|<-|=>)\s*|(?P<plus>\s\+\s)|(?P<charge>\^\{[^{}]*\}|\^[0-9]*[-−+]?)"
    r"|(?P<index>_\{[^{}]*\}|_?(?<=[A-Za-z)\]_])\d+)|(?P<sign>[-+](?=\s|$))|(?P<element>[A-Z][a-z]?|[a-z]+)"
    r"|(?P<number>\d+(?:/\d+)?)|(?P<other>[()\[\]·.*=#]|\s+)"
)


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


def _converted(tex: str, display: bool) -> str:
    from latex2mathml.converter import convert

    try:
        mathml = str(convert(tex, display="block" if display else "inline"))
        root = ElementTree.fromstring(mathml)
    except ElementTree.ParseError:
        raise FormulaError('a "&" or "<" stands where it has no meaning') from None
    except Exception as fault:  # the library raises a class of its own for each fault, and others besides
        raise FormulaError(_reason(fault)) from None
    unknown = next((e.text for e in root.iter() if e.text and e.text.startswith("\\")), None)
    if unknown:
        raise FormulaError(f'"{unknown}" is not a known command')
    return mathml


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
    return "".join(out)


def _add(out: list[str], match: re.Match[str]) -> None:
    kind, text = str(match.lastgroup), match[0].strip()
    match kind:
        case "arrow":
            out.append(f"<mo>{_ARROWS[text]}</mo>")
        case "plus":
            out.append("<mo>+</mo>")
        case "element":
            out.append(f'<mi mathvariant="normal">{text}</mi>')
        case "number":
            out.append(f"<mn>{text}</mn>")
        case "index" | "charge" | "sign":
            _attach(out, "msub" if kind == "index" else "msup", text.strip("^_{}"))
        case _:
            out.append(f"<mo>{escape(text)}</mo>" if text else "")


def _attach(out: list[str], element: str, script: str) -> None:
    """Hang a script on the last symbol; an index and a charge on the same symbol share it."""
    if not out or not script:
        raise FormulaError("an index or a charge stands on nothing")
    shown = f"<mtext>{escape(script.replace('-', '−'))}</mtext>"
    base = out.pop()
    together = re.fullmatch(r"<msub>(.*)</msub>", base, re.DOTALL)
    if element == "msup" and together:
        out.append(f"<msubsup>{together[1]}{shown}</msubsup>")
    else:
        out.append(f"<{element}>{base}{shown}</{element}>")


# ------------------------------------------------------------------------------------------------------- plain text

_RAISED = dict(zip("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋", strict=True))
_SPACED = set("=<>≤≥≈+−-×·→⇌↔←⇒±∈∼≠")


def readable(mathml: str) -> str:
    """A formula as a line of plain text: "x²", "K_p,uu", "(a + b)/(2c)", "H₂O"."""
    text = _read(ElementTree.fromstring(mathml))
    return re.sub(r"\s+", " ", text).strip()


def _read(element: ElementTree.Element) -> str:
    tag = element.tag.rpartition("}")[2]
    parts = [_read(child) for child in element]
    text = (element.text or "").strip()
    match tag, parts:
        case ("mo", _):
            return f" {text} " if text in _SPACED else text
        case ("msup", [base, raised]):
            return base + _script(raised, "^", _RAISED)
        case ("msub" | "munder", [base, lowered]):
            return base + _script(lowered, "_", _LOWERED)
        case ("msubsup" | "munderover", [base, lowered, raised]):
            return base + _script(lowered, "_", _LOWERED) + _script(raised, "^", _RAISED)
        case ("mfrac", [above, below]):
            return f"{_grouped(above)}/{_grouped(below)}"
        case ("msqrt", _):
            return f"√{_grouped(''.join(parts))}"
        case ("mroot", [base, index]):
            return f"root {index} of {_grouped(base)}"
        case ("mtable", _):
            return f"[{'; '.join(parts)}]"
        case ("mtr", _):
            return ", ".join(parts)
        case ("mspace", _):
            return " "
        case _:
            return text + "".join(parts)


def _script(text: str, sign: str, table: dict[str, str]) -> str:
    bare = text.replace(" ", "")
    if all(c in table for c in bare):
        return "".join(table[c] for c in bare)
    return f"{sign}{bare}" if re.fullmatch(r"[\w,.]+", bare) else f"{sign}({_signed(text)})"


def _signed(text: str) -> str:
    """A term with its own sign, without the blank an operator would have: "−kt"."""
    return re.sub(r"^([−+]) ", r"\1", text.strip())


def _grouped(text: str) -> str:
    return text.strip() if re.fullmatch(r"\d+(\.\d+)?|\w", text.strip()) else f"({text.strip()})"
