"""LaTeX as it stands in bibliographies, to the text and the light markup of CSL: accents, symbols, emphasis, formulas."""

from __future__ import annotations

import re
import unicodedata

from briefgen.records import dataclass

MAX_DEPTH = 30
"""The deepest nesting of braces that is read."""

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "b": "\u0331",
    "d": "\u0323", "t": "\u0361",
}  # fmt: skip
_SYMBOLS = {
    "i": "ı", "j": "ȷ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ",
    "OE": "Œ", "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "pm": "±", "times": "×", "cdot": "·", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠",
    "approx": "≈", "sim": "∼", "infty": "∞", "to": "→", "rightarrow": "→", "leftarrow": "←", "circ": "°", "prime": "′",
    "textdegree": "°", "degree": "°", "textmu": "μ", "textregistered": "®", "texttrademark": "™", "copyright": "©",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "dots": "…", "ldots": "…", "textellipsis": "…", "S": "§", "P": "¶", "pounds": "£",
    "euro": "€", "dag": "†", "ddag": "‡", "textbackslash": "\\", "textasciitilde": "~", "textunderscore": "_",
    "guillemotleft": "«", "guillemotright": "»", "glqq": "„", "grqq": "“", "LaTeX": "LaTeX", "TeX": "TeX",
    "quad": " ", "space": " ", "newline": " ", "textalpha": "α", "textbeta": "β", "textgamma": "γ",
}  # fmt: skip
_TAGS = {
    "textit": "i", "emph": "i", "mkbibemph": "i", "textsl": "i", "textbf": "b", "mkbibbold": "b", "textsc": "sc",
    "textsuperscript": "sup", "mkbibsuperscript": "sup", "textsubscript": "sub", "mkbibsubscript": "sub",
}  # fmt: skip
_SWITCHES = {"it": "i", "em": "i", "itshape": "i", "bf": "b", "bfseries": "b", "sc": "sc", "scshape": "sc"}
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)[ \t\n]*|(.))", re.DOTALL)
_PLAIN = re.compile(r"[^\\{}$~`'\-]+")
_MATH_SCRIPT = re.compile(r"([_^])\s*(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\\{}\s]))")


def decode(text: str, protect: bool = False) -> str:
    """The text of a field. With `protect` (titles), groups that keep their capitals are marked for CSL's "nocase"."""
    return unicodedata.normalize("NFC", _Reader(text, protect).group(0))


def verbatim(text: str) -> str:
    """A DOI or an address: escapes and braces go, nothing else changes."""
    return re.sub(r"\\([%_&#~{}$])", r"\1", text).replace("{", "").replace("}", "").strip()


@dataclass(slots=True)
class _Reader:
    text: str
    protect: bool
    at: int = 0

    def group(self, depth: int) -> str:
        """What stands up to the brace that ends the group, or up to the end."""
        out: list[str] = []
        closers: list[str] = []
        while self.at < len(self.text):
            if self.text[self.at] == "}":
                self.at += 1
                if depth:
                    break
                continue  # a brace that closes nothing
            before = self.at
            out.append(self.piece(depth, closers))
            self.at += self.at == before
        return "".join([*out, *reversed(closers)])

    def piece(self, depth: int, closers: list[str]) -> str:
        plain = _PLAIN.match(self.text, self.at)
        if plain:
            self.at = plain.end()
            return plain[0]
        match self.text[self.at]:
            case "{":
                return self.braced(depth)
            case "\\":
                return self.command(depth, closers)
            case "$":
                return self.math()
            case "~":
                self.at += 1
                return "\u00a0"
            case sign:
                return self.ligature(sign)

    def ligature(self, sign: str) -> str:
        for written, printed in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")):
            if self.text.startswith(written, self.at):
                self.at += len(written)
                return printed
        self.at += 1
        return "‘" if sign == "`" else sign

    def braced(self, depth: int) -> str:
        start = self.at
        self.at += 1
        inner = self.group(depth + 1) if depth < MAX_DEPTH else ""
        whole = start == 0 and self.at >= len(self.text)
        keeps = depth == 0 and not whole and self.text[start + 1 : start + 2] != "\\" and inner != inner.lower()
        return f'<span class="nocase">{inner}</span>' if self.protect and keeps else inner

    def argument(self, depth: int) -> str:
        """The argument of a command: a group, a command or one character."""
        while self.text[self.at : self.at + 1] in (" ", "\t", "\n"):
            self.at += 1
        match self.text[self.at : self.at + 1]:
            case "{" if depth < MAX_DEPTH:
                self.at += 1
                return self.group(depth + 1)
            case "\\" if depth < MAX_DEPTH:
                return self.command(depth + 1, [])
            case "" | "}":
                return ""
            case sign:
                self.at += 1
                return sign

    def command(self, depth: int, closers: list[str]) -> str:
        match = _COMMAND.match(self.text, self.at)
        if not match:
            self.at += 1
            return ""
        self.at = match.end()
        name = match[1] or match[2]
        if name in _ACCENTS and (match[2] or len(name) == 1):
            return _accented(name, self.argument(depth))
        if match[2]:
            return _escaped(name)
        if name in _SYMBOLS:
            return _SYMBOLS[name]
        if name in _TAGS:
            return f"<{_TAGS[name]}>{self.argument(depth)}</{_TAGS[name]}>"
        if name in _SWITCHES:
            closers.append(f"</{_SWITCHES[name]}>")
            return f"<{_SWITCHES[name]}>"
        if name == "href":
            self.argument(depth)
        return self.argument(depth) if self.text[self.at : self.at + 1] == "{" else ""

    def math(self) -> str:
        end = self.text.find("$", self.at + 1)
        if end < 0:
            self.at += 1
            return "$"
        tex = self.text[self.at + 1 : end]
        self.at = end + 1
        marked = _MATH_SCRIPT.sub(lambda m: f"<{_SCRIPTS[m[1]]}>{m[2] or m[3]}</{_SCRIPTS[m[1]]}>", tex)
        return _Reader(marked.replace("-", "−"), False).group(0).strip()


_SCRIPTS = {"_": "sub", "^": "sup"}


def _accented(name: str, base: str) -> str:
    base = {"ı": "i", "ȷ": "j"}.get(base, base)
    return unicodedata.normalize("NFC", base[:1] + _ACCENTS[name] + base[1:]) if base.strip() else base


def _escaped(sign: str) -> str:
    match sign:
        case "\\" | " " | "\n" | "," | ";" | ":":
            return " "
        case "-" | "/" | "(" | ")" | "!" | "@":
            return ""
        case _:
            return sign
