"""One section as it was printed, and whether a later rendering would print the same.

The sections are rendered twice (see `render`). All that the first rendering can tell the second is what the functions of
`functions.ASKING` answer; a section that would be given the same answers is taken over instead of being rendered again.
"""

from __future__ import annotations

from dataclasses import replace

from jinja2 import Template

from briefgen.marked import TOKEN, Token, token_text
from briefgen.records import dataclass
from briefgen.template.session import Question, Session
from briefgen.template.values import Path


@dataclass(frozen=True, slots=True)
class Part:
    """The marked text of a section, its tokens with the index of the first, the paths it printed, and what it took."""

    text: str
    first: int
    tokens: tuple[Token, ...]
    printed: tuple[Path, ...]
    asked: tuple[Question, ...]
    work: int
    size: int


def rendered(session: Session, template: Template) -> Part:
    """The section of a session that a template prints."""
    first, work, size = len(session.tokens), session.work, session.size
    session.asked = []
    text = "".join(template.root_render_func(template.new_context(session.brief)))
    printed = tuple(session.printed.get(session.section, ()))
    tokens = tuple(session.tokens[first:])
    return Part(text, first, tokens, printed, tuple(session.asked), session.work - work, session.size - size)


def taken_over(session: Session, part: Part) -> Part | None:
    """The section of an earlier rendering in this one; None, and nothing done, when it is answered otherwise now."""
    placed = set(session.placed)
    if not all(question.function(*question.given, **question.named) == question.answer for question in part.asked):
        session.placed = placed
        return None
    first = len(session.tokens)
    session.tokens.extend(part.tokens)
    if part.printed:
        session.printed[session.section] = list(part.printed)
    session.tick(part.work)
    session.count(part.size)
    return replace(part, text=_renumbered(part.text, first - part.first), first=first)


def _renumbered(text: str, by: int) -> str:
    return TOKEN.sub(lambda match: token_text(int(match[1]) + by), text) if by else text
