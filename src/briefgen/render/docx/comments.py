"""Comments: what a reviewer's copy says beside its values (ISO/IEC 29500-1, 17.13.4).

Word takes comments in the body of a document only, so values in footnotes, headers and footers have none. Comments carry no
date, so that the same input gives the same bytes.
"""

from __future__ import annotations

from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import DECLARATIONS, PROLOGUE, run

AUTHOR, INITIALS = "briefgen", "bg"


def commented(w: Writer, content: str, remark: str) -> str:
    """Content of a paragraph with a comment on it."""
    number = len(w.comments)
    w.comments.append(remark)
    mark = f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    return f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>{mark}'


def comments_part(w: Writer) -> str:
    """The part that holds the comments' texts."""
    return f"{PROLOGUE}<w:comments {DECLARATIONS}>{''.join(map(_comment, range(len(w.comments)), w.comments))}</w:comments>"


def _comment(number: int, remark: str) -> str:
    size = '<w:sz w:val="20"/><w:szCs w:val="20"/>'
    text = f"<w:r><w:annotationRef/></w:r>{run(remark, size)}"
    return f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:initials="{INITIALS}"><w:p>{text}</w:p></w:comment>'
