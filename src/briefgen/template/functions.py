"""The functions templates may call: facts, fixed strings, and the placing of tables and figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from markupsafe import Markup

from briefgen.diag import did_you_mean
from briefgen.strings import KEYS
from briefgen.template.faults import TemplateFault
from briefgen.template.session import CURRENT, FactValue, Question, Session, Survey
from briefgen.template.values import Literal, Text

KINDS = {"tables": "tbl", "figures": "fig"}
"""The collections whose records are placed, and the prefix of their anchors."""

_PLACED = re.compile(r"^[ \t>]*:{3,}[ \t]*\{[^}\n]*#((?:tbl|fig)-[A-Za-z0-9._-]+)", re.MULTILINE)
_NAMED = re.compile(r"@(?<![\w@]@)((?:tbl|fig)-[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)")


def fact(id: str, form: str = "value") -> FactValue:
    """The printed value of a fact, or of several ("a, b") their range. Raises TemplateFault when one is not there."""
    facts = CURRENT.get().brief["facts"]
    for each in (part.strip() for part in str(id).split(",")):
        if each not in facts:
            raise TemplateFault("fact-unknown", f'there is no fact "{each}"', hint=did_you_mean(each, facts))
    return FactValue(id, str(form))


def t(key: str, of: str = "", **counts: int) -> Literal:
    """A fixed string of the document's language; with `of`, the one for a word of the data (`t("study", study.status)`).

    `counts` are whole numbers for the braces in it. Raises TemplateFault for an unknown key, and for other braces.
    """
    name = "_".join(filter(None, (str(key), str(of)))).replace("-", "_")
    if name not in KEYS:
        raise TemplateFault("string-unknown", f'there is no fixed string "{name}"', hint=did_you_mean(name, KEYS))
    text: str = getattr(CURRENT.get().strings, name)
    if not counts:
        return Literal(text)
    try:
        return Literal(text.format(**{brace: int(count) for brace, count in counts.items()}))
    except (KeyError, IndexError, ValueError, TypeError):
        raise TemplateFault("string-braces", f'"{text}" has other braces than {", ".join(counts)}') from None


def place(kind: str, id: str) -> Markup:
    """The place of a table or figure, once: nothing when a text of the brief, or an earlier call, has placed it."""
    session, anchor = CURRENT.get(), f"{_prefix(kind)}-{id}"
    records = session.brief[kind]
    if id not in records:
        singular = kind.removesuffix("s")
        raise TemplateFault(f"{singular}-unknown", f'there is no {singular} "{id}"', hint=did_you_mean(str(id), records))
    if anchor in session.survey.placed or anchor in session.placed:
        return Markup()
    session.placed.add(anchor)
    return Markup(f"::: {{#{anchor}}}\n:::\n")


def unplaced(kind: str, start: str = "") -> list[Text]:
    """The ids of tables or figures that nothing has placed so far; with `start`, those of that name or "name-…"."""
    session, prefix = CURRENT.get(), _prefix(kind)
    taken = session.survey.placed | session.placed
    return [id for id in session.brief[kind] if f"{prefix}-{id}" not in taken and _belongs(id, str(start))]


def unmentioned(kind: str, start: str = "") -> list[Text]:
    """Of what `unplaced` gives, the ids that no printed text mentions: a template should lead the reader to these."""
    session, prefix = CURRENT.get(), _prefix(kind)
    return [id for id in unplaced(kind, start) if f"{prefix}-{id}" not in session.survey.told]


def mentioned(kind: str) -> list[Text]:
    """The ids of tables or figures that printed texts mention (`@tbl-x`) and nothing has placed so far.

    What the captions and notes of these mention is among them.
    """
    session, prefix = CURRENT.get(), _prefix(kind)
    found = _closure(session)
    return [id for id in unplaced(kind) if f"{prefix}-{id}" in found]


def unclaimed() -> list[Text]:
    """The names of texts that no other section prints and no section template is named after."""
    session = CURRENT.get()
    elsewhere = {name for section, names in session.survey.texts if section != session.section for name in names}
    return [
        name
        for name in session.brief["texts"]
        if name not in elsewhere and not any(_belongs(name, section) for section in session.sections)
    ]


def _noted(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its answers noted in the session."""

    @wraps(function)
    def ask(*given: Any, **named: Any) -> Any:
        answer = function(*given, **named)
        CURRENT.get().asked.append(Question(function, given, named, answer))
        return answer

    return ask


ASKING: tuple[Callable[..., Any], ...] = (place, unplaced, mentioned, unmentioned, unclaimed)
"""The functions whose answers depend on what other sections print: all that looks into a survey or at what is placed."""

FUNCTIONS: dict[str, Callable[..., Any]] = {"fact": fact, "t": t, **{f.__name__: _noted(f) for f in ASKING}}


def survey(text: str, session: Session) -> Survey:
    """What a finished rendering printed, placed and mentioned."""
    prose = [token.text for token in session.tokens if token.kind == "prose"]
    placed = frozenset(anchor for part in prose if ":::" in part for anchor in _PLACED.findall(part))
    told = [anchor for part in prose for anchor in _NAMED.findall(part)]
    named = dict.fromkeys((*_NAMED.findall(text), *told))
    texts = tuple(
        (section, frozenset(str(path[1]) for path in paths if path[0] == "texts"))
        for section, paths in session.printed.items()
    )
    return Survey(placed, tuple(named), frozenset(told), texts)


def _closure(session: Session) -> set[str]:
    shown = {*session.survey.placed, *session.placed}
    waiting, found = [*session.survey.named, *shown], set[str]()
    while waiting:
        anchor = waiting.pop()
        if anchor not in found:
            found.add(anchor)
            waiting.extend(_named_by(session, anchor))
    return found


def _named_by(session: Session, anchor: str) -> Iterator[str]:
    prefix, _, id = anchor.partition("-")
    kind = next(k for k, p in KINDS.items() if p == prefix)
    record = session.brief[kind].get(id) or {}
    for part in (record.get("caption"), *(record.get("notes") or {}).values()):
        yield from _NAMED.findall(part or "")


def _belongs(name: str, section: str) -> bool:
    return not section or name == section or name.startswith(f"{section}-")


def _prefix(kind: str) -> str:
    if kind not in KINDS:
        raise TemplateFault("template-failed", f'"{kind}" is not placed', hint=did_you_mean(str(kind), KINDS))
    return KINDS[kind]
