"""The sandbox: no way from a template to Python objects or files, and no work without end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from marking import codes, one, render, search

ESCAPES = [
    "{{ title.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{{ title['__class__'] }}",
    "{{ title.format }}",
    "{{ '{0.__class__}'.format(title) }}",
    "{{ '{x.__class__}'.format_map({'x': title}) }}",
    "{{ title._path }}",
    "{{ texts._path }}",
    "{{ texts.update({}) }}",
    "{{ texts.pop('x') }}",
    "{{ texts.__init__.__globals__ }}",
    "{{ studies.s1.model_dump() }}",
    "{{ [].append(1) }}",
    "{{ fact.__globals__ }}",
    "{{ fact.func_globals }}",
    "{{ range.__self__ }}",
    "{{ loop.__init__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ title | attr('__class__') }}",
    "{{ [title] | map(attribute='__class__') | list | length }}{{ ([title] | map(attribute='__class__') | first).__mro__ }}",
    "{{ [title] | map('attr', '__class__') | list }}",
    "{{ ().__class__.__base__.__subclasses__() }}",
    "{% set x %}a{% endset %}{{ x.format(title) }}",
    "{% set x %}{{ title }}1{% endset %}{{ x[:2] }}",
    "{% set x %}{{ title }}{% endset %}{{ x.split('0') }}",
    "{% autoescape false %}{{ title }}{% endautoescape %}",
    "{% set x | upper %}{{ title }}{% endset %}{{ x }}",
    "{% call title.upper() %}{% endcall %}",
    "{% import 'a/s.md.j2' as m %}{{ m.__loader__ }}",
    "{% macro m() %}{% endmacro %}{{ m.__init__ }}",
    "{{ environment }}",
    "{{ dict }}",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_escapes_are_refused(tmp_path: Path, text: str) -> None:
    marked, sink = one(tmp_path, text, texts={"x": "y"}, studies={"s1": {}})
    assert marked is None, marked
    assert all(code.startswith("template-") for code in codes(sink))
    assert codes(sink)


DOUBLED = "{% set b %}x{{ n.s }}{{ n.s }}{% endset %}{% set n.s = b %}"
BOMBS = [
    "{{ 9**9**9 }}",
    "{{ 9 ** 99 }}",
    "{{ 'a' * 10**9 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ [1] * 1000000000 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'a'.ljust(1000000000) }}",
    "{{ 'a' | center(1000000000) }}",
    "{{ 'a' | indent(1000000000) }}",
    "{{ range(1000000000) | list | length }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{% macro m() %}{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}{% endmacro %}{{ m() }}",
    "{% set ns = namespace(s='aa') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% set ns = namespace(s='aa') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "{% set ns = namespace(s=[1, 2]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    f"{{% set n = namespace(s='') %}}{{% for i in range(60) %}}{DOUBLED}{{% endfor %}}",
    "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
    "{% include 'a/s.md.j2' %}",
    "{% extends 'a/s.md.j2' %}",
    "{% for x in [[1]] recursive %}{{ loop(x) }}{% endfor %}",
    "{{ 'a' | replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' | replace('a', 'b' | replace('b', 'x')) ) }}",
]


@pytest.mark.parametrize("text", BOMBS)
def test_bombs_do_not_go_off(tmp_path: Path, text: str) -> None:
    marked, sink = one(tmp_path, text)
    assert marked is None
    assert len(codes(sink)) == 1
    assert codes(sink)[0].startswith("template-")


@pytest.mark.parametrize("name", ["../secret.md.j2", "/etc/hostname", "a/../../secret.md.j2", "a\\\\..\\\\x"])
def test_names_cannot_leave_the_search_path(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.md.j2").write_text("secret", encoding="utf-8")
    marked, sink = one(tmp_path, f'{{% include "{name}" %}}')
    assert marked is None
    assert codes(sink) == ["template-outside"]


def test_links_cannot_leave_the_search_path(tmp_path: Path) -> None:
    (tmp_path / "secret.md.j2").write_text("secret", encoding="utf-8")
    path = search(tmp_path, a__s='{% include "a/link.md.j2" %}')
    os.symlink(tmp_path / "secret.md.j2", path[0] / "a" / "link.md.j2")
    marked, sink = render(path, {}, "s")
    assert marked is None
    assert codes(sink) == ["template-outside"]


def test_large_and_undecodable_templates_are_refused(tmp_path: Path) -> None:
    path = search(tmp_path, a__s="x" * 300_000)
    assert codes(render(path, {}, "s")[1]) == ["template-too-large"]
    (path[0] / "a" / "s.md.j2").write_bytes(b"caf\xe9")
    assert codes(render(path, {}, "s")[1]) == ["template-encoding"]
