"""Any resolved document with live citations and bound values says what the plain one says, and is as sound."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import generated
from briefgen.compare.revisions import texts
from briefgen.display import Assets
from briefgen.render.docx import DocxOptions, render
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT
from briefgen.tree import Citation, Document, walk
from briefgen.verify.docx import verify
from tools import docx_world


def _file(document: Document, assets: Assets, system: str, bind: bool) -> bytes:
    keys = {item.key for node in walk(document) if isinstance(node, Citation) for item in node.items}
    sources = {key: {"type": "article-journal", "title": f"On {key} <&> more"} for key in sorted(keys)}
    options = DocxOptions(docx_world.font_bytes, False, citations=system, sources=sources, citation_style="ama", bind=bind)
    held = docx_world.with_vectors(assets)
    return render(document, docx_world.geometry(document), DEFAULT, held, strings_for(document.meta.lang), options)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(generated.documents(), st.sampled_from(["zotero", "word"]), st.booleans())
def test_alive_or_plain_it_is_the_same_document(made: tuple[Document, Assets], system: str, bind: bool) -> None:
    document, assets = made
    alive, plain = _file(document, assets, system, bind), _file(document, assets, "plain", False)
    assert verify(alive, document) == verify(plain, document)
    assert texts(alive) == texts(plain)
