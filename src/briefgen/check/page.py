"""The page of all rules, `docs/rules.md`, written from the table itself."""

from __future__ import annotations

from briefgen.check.rule import ALL, Rule
from briefgen.check.rules import RULES

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


def rules_page() -> str:
    """The text of `docs/rules.md`."""
    return _HEAD + "".join(_row(rule) for rule in RULES)


def _row(rule: Rule) -> str:
    kinds = "all" if rule.kinds == ALL else ", ".join(sorted(rule.kinds))
    return f"| `{rule.code}` | {rule.severity} | {rule.on} | {kinds} | {rule.about} |\n"
