"""How long the rules take: on a brief of 10,000 facts and 200 tables, on the samples, and which rules take it.

python benchmarks/check.py
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

from briefgen.check import DATA_RULES, check_data
from briefgen.check.rule import Data
from briefgen.diag import Sink
from briefgen.load.brief import Loaded, load_brief
from briefgen.load.project import find_project
from briefgen.load.validate import validate
from briefgen.load.yaml import read_yaml
from briefgen.model import Brief
from briefgen.source import Located, Spans

FACTS, TABLES, STUDIES, TIMES = 10_000, 200, 50, 10
DATA = Path(__file__).parents[1] / "data"


def large() -> str:
    """A brief of ten thousand facts in fifty studies, shown in two hundred tables and told in two hundred texts."""
    paper = "{type: article-journal, title: Paper, author: [{family: A}], container-title: J, issued: 2025}"
    arms = ", ".join(f"a{i}: {{label: Arm {i}, n: 10, dose: {i} mg}}" for i in range(20))
    trial = f"{{status: completed, arms: {{{arms}}}, randomised: 200, ci-level: 95, reported-in: "
    lines = ["title: Large", "kind: clinical-brief", "references:", *(f"  r{i}: {paper}" for i in range(STUDIES))]
    lines += [
        "studies:",
        *(f"  s{i}: {trial}r{i}}}" for i in range(STUDIES)),
        "facts:",
        *map(_fact, range(FACTS)),
        "tables:",
    ]
    for i in range(TABLES):
        shown = f"{{study: s{i % STUDIES}, at: day {i // STUDIES}}}"
        lines.append(f"  t{i}: {{caption: Table of study {i}, facts: {shown}, rows: arms}}")
    lines.append("texts:")
    for i in range(TABLES):
        told = (f"The score changed by {{fact}}`f{i * 50 + k}` points [@r{i % STUDIES}], see @tbl-t{i}." for k in range(50))
        lines += [f"  efficacy-{i}: |", *(f"    {sentence}" for sentence in told)]
    return "\n".join(lines) + "\n"


def _fact(number: int) -> str:
    study, arm, day, size = number % STUDIES, number // STUDIES % 20, number // (STUDIES * 20), number % 97 + 5
    what = f"study: s{study}, source: r{study}, arms: a{arm}, at: day {day}, parameter: score difference, vs: a0, n: 10"
    bounds = f'ci: {{lower: "-{size + 3}.0", upper: "-{size - 3}.0"}}, p: ".0{number % 4 + 1}", sided: two-sided'
    return f'  f{number}: {{{what}, value: "-{size}.{number % 10}", {bounds}}}'


def best(run: Callable[[], object], times: int) -> float:
    """The shortest of several runs in seconds of processor time, which other processes do not lengthen."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


def sample(name: str) -> Loaded:
    """A sample brief, loaded."""
    sink = Sink()
    project = find_project(DATA, sink)
    loaded = load_brief(DATA / name, project, sink) if project else None
    if loaded is None:
        raise SystemExit(f"{name} cannot be read: {list(sink)}")
    return loaded


def main() -> None:
    """Print the times."""
    for name in ("minimal", "esketamine", "mij821"):
        loaded = sample(name)
        seconds = best(lambda loaded=loaded: check_data(loaded.brief, loaded.spans), TIMES)  # type: ignore[misc]  # bound now
        print(f"{name:12} {seconds * 1000:8.1f} ms")
    sink = Sink()
    located = read_yaml(large(), "large.yaml", sink)
    brief = validate(Brief, located, sink) if isinstance(located, Located) else None
    if brief is None or not isinstance(located, Located):
        raise SystemExit(f"the large brief cannot be read: {list(sink)[:3]}")
    spans = Spans(located)
    start = time.process_time()
    findings = check_data(brief, spans).findings
    print(f"{'large, first':12} {time.process_time() - start:8.2f} s, {len(findings)} findings")
    print(f"{'large, warm':12} {best(lambda: check_data(brief, spans), 2):8.2f} s")
    print(f"memory       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")
    data = Data(brief, spans)
    each = {rule.code: best(lambda rule=rule: list(rule.find(data)), 1) for rule in DATA_RULES}  # type: ignore[misc]  # bound now
    for code, seconds in sorted(each.items(), key=lambda item: -item[1])[:8]:
        print(f"  {code:24} {seconds * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
