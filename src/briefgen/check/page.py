"""What is said of the rules to users: `docs/rules.md`, and the text of `briefgen explain`, both from the tables."""

from __future__ import annotations

from briefgen.check.examples import EXAMPLES
from briefgen.check.lexicon import LANGUAGES
from briefgen.check.rule import ALL, Rule
from briefgen.check.rules import BY_CODE, RULES, WORD_RULES
from briefgen.codes import CODES, FAMILIES, meaning

_HEAD = """\
# The rules

briefgen reports; it never corrects. A finding names its rule, the place in your files, and one thing to do about it. An
**error** that nobody has acknowledged makes the output a draft; a **warning** does not (unless you build with `--strict`).
Rules on *data* read the brief alone; rules on *documents* read what one audience is given.

A finding you have looked at and accept is acknowledged with a reason, on the record it is about:

```yaml
facts:
  ratio:
    value: "0.12"
    ci: {lower: "1.15", upper: "2.00", level: 95}
    acknowledged: {interval-estimate: printed so in the source}
```

or in the brief, where the record is `<section>.<id>`:

```yaml
acknowledged:
  - {rule: arms-sum, at: studies.phase2, reason: two patients were randomised twice}
```

An acknowledgement of a rule that does not exist is an error (`ack-unknown`); one that nothing answers to is a warning
(`ack-idle`), so that none outlives its reason.

| Rule | Severity | Looks at | Kinds of document | What must hold |
|---|---|---|---|---|
"""


_WORDS = """
## Rules that read words

All other rules look at records, numbers and signs, and know no language. These look for words, in English and in the
language of the brief where it is one of {languages}; in others they find what is written in English:
{codes}.

`name-capital` leaves German alone, which writes nouns with capitals; the captions without a number that `figure-missing`
finds are English.
"""

_EXAMPLES = """
## Examples

What breaks each rule, what keeps it, and what to do. `briefgen explain CODE` prints the same.

| Rule | Breaks it | Keeps it | What to do |
|---|---|---|---|
"""

_OTHERS = """
## Other diagnostics

What cannot be read, rendered or proven stops the build; these codes say why. They cannot be acknowledged.

| Code | What it means | What to do |
|---|---|---|
"""


def rules_page() -> str:
    """The text of `docs/rules.md`."""
    examples = "".join(_example_row(rule.code) for rule in RULES)
    families = {f"{start}…": said for start, said in FAMILIES.items()}
    others = "".join(f"| `{code}` | {said.what} | {said.fix} |\n" for code, said in {**CODES, **families}.items())
    words = _WORDS.format(
        languages=", ".join([*list(LANGUAGES.values())[:-1], f"or {list(LANGUAGES.values())[-1]}"]),
        codes=", ".join(f"`{rule.code}`" for rule in RULES if rule.code in WORD_RULES),
    )
    return _HEAD + "".join(_row(rule) for rule in RULES) + words + _EXAMPLES + examples + _OTHERS + others


def _row(rule: Rule) -> str:
    return f"| `{rule.code}` | {rule.severity} | {rule.on} | {_kinds(rule)} | {rule.about} |\n"


def _kinds(rule: Rule) -> str:
    return "all" if rule.kinds == ALL else ", ".join(sorted(rule.kinds))


def _example_row(code: str) -> str:
    example = EXAMPLES[code]
    return f"| `{code}` | {_cell(example.wrong)} | {_cell(example.right)} | {example.fix} |\n"


def _cell(text: str) -> str:
    """A text as code in a cell of a pipe table; a backtick in it asks for two around it."""
    one = text.replace("\n", "; ").replace("|", "\\|")
    return f"`` {one} ``" if "`" in one else f"`{one}`"


def explanation(code: str) -> str | None:
    """What a code means, by example where it is a rule's, and what to do; None for an unknown code."""
    if rule := BY_CODE.get(code):
        example = EXAMPLES[code]
        lines = [
            f"{code}: {rule.about}",
            "",
            f"  severity  {rule.severity}",
            f"  looks at  the {rule.on}" if rule.on == "document" else "  looks at  the data",
            f"  kinds     {_kinds(rule)}",
            f"  breaks it {_indented(example.wrong)}",
            f"  keeps it  {_indented(example.right)}",
            "",
            f"  {example.fix}",
        ]
        why = (rule.find.__doc__ or "").strip().partition("\n\n")[0]
        return "\n".join([*lines[:1], *([f"  {' '.join(why.split())}"] if why else []), *lines[1:]])
    said = meaning(code)
    return f"{code}: {said.what}\n\n  {said.fix}" if said else None


def _indented(text: str) -> str:
    return text.replace("\n", "\n            ")


def in_short(code: str) -> tuple[str, str]:
    """What a code means and what to do, one sentence each, for other tools."""
    if rule := BY_CODE.get(code):
        return rule.about, EXAMPLES[code].fix
    said = meaning(code)
    return (said.what, said.fix) if said else (code, "See docs/rules.md.")


def all_codes() -> list[str]:
    """Every code there is, rules first."""
    return [*BY_CODE, *CODES]
