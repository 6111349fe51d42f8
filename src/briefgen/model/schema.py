"""The JSON Schema of a brief, for editors: kebab-case keys, every record explained, numbers and flags as YAML has them."""

from __future__ import annotations

import inspect
import json
from typing import Any

from pydantic import BaseModel

from briefgen.model.brief import Brief

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FILE = {"type": "string", "pattern": r"\.(ya?ml|json)$", "description": "a file beside the brief that holds this part"}
_SHEET = {"type": "string", "pattern": r"\.(ya?ml|json|csv|tsv|xlsx)$", "description": "a file of facts"}
_BIBLIOGRAPHY = {
    "type": "string", "pattern": r"\.(ya?ml|json|bib|bibtex|ris|nbib)$", "description": "a file of references",
}  # fmt: skip
_RECORDS = (
    "compound", "studies", "tables", "figures", "protocols", "references", "texts", "abbreviations", "terms",
    "contact", "acknowledged", "authors",
)  # fmt: skip

Schema = dict[str, Any]


def json_schema(model: type[BaseModel] = Brief) -> Schema:
    """The schema (2020-12) of a model: by default of `brief.yaml`, with its short forms.

    An editor reads `0.10`, `2025-12-01` and `no` as number, date and flag where briefgen keeps them as text; wherever text
    is asked for, the schema lets them pass.
    """
    schema = _relaxed(model.model_json_schema(by_alias=True, mode="validation"))
    schema["$schema"] = DIALECT
    _describe(schema, model)
    return _with_short_forms(schema) if model is Brief else schema


def printed(schema: Schema) -> str:
    """A schema as the text of a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _relaxed(node: Any) -> Any:
    """The schema with text that may look like a number or a flag, lists that may be one item, and no generated titles."""
    if isinstance(node, list):
        return [_relaxed(item) for item in node]
    if not isinstance(node, dict):
        return node
    relaxed = {k: _relaxed(v) for k, v in node.items() if not (k == "title" and isinstance(v, str))}
    match relaxed.get("type"):
        case "string" if "enum" not in relaxed and "const" not in relaxed:
            relaxed["type"] = ["string", "number", "boolean"]
        case "integer":
            relaxed["type"] = ["integer", "string"]
        case "boolean":
            relaxed["type"] = ["boolean", "string"]
        case "array" if isinstance(relaxed.get("items"), dict):
            return {"anyOf": [relaxed, relaxed["items"]]} | {k: relaxed.pop(k) for k in ("default",) if k in relaxed}
    return relaxed


def _describe(schema: Schema, model: type[BaseModel]) -> None:
    """First paragraphs of the models' docstrings as descriptions, one title a record."""
    schema["title"] = model.__name__
    for name, definition in schema.get("$defs", {}).items():
        definition["title"] = name
        text = inspect.cleandoc(definition.get("description", ""))
        definition["description"] = " ".join(text.partition("\n\n")[0].split())


def _with_short_forms(schema: Schema) -> Schema:
    """What `load` writes out before the models see it: files in place of records, groups and sheets of facts, lists."""
    known, places = schema["$defs"], schema["properties"]
    for name in _RECORDS:
        places[name] = {"anyOf": [places[name], _FILE]}
    fact, scalar = {"$ref": "#/$defs/Fact"}, {"type": ["string", "number"]}
    defaults = {**known["Fact"], "description": "fields every fact of the group has unless it gives its own"}
    listed = {"allOf": [_open(known["Fact"])], "properties": {"id": {"type": "string"}}}
    known["FactGroup"] = {
        "title": "FactGroup",
        "description": "facts that share fields",
        "type": "object",
        "properties": {"defaults": defaults, "facts": {"$ref": "#/$defs/Facts"}},
        "required": ["facts"],
        "additionalProperties": False,
    }
    entry = {"anyOf": [fact, {"$ref": "#/$defs/FactGroup"}, scalar]}
    mapping = {"type": "object", "properties": {"defaults": defaults}, "additionalProperties": entry}
    items = {"type": "array", "items": {"anyOf": [listed, {"$ref": "#/$defs/FactGroup"}, _SHEET]}}
    known["Facts"] = {"title": "Facts", "description": "facts by id, groups, or sheets", "anyOf": [mapping, items, _SHEET]}
    places["facts"] = {"$ref": "#/$defs/Facts"}
    known["ReferenceRecord"] = _reference(known["ReferenceRecord"])
    by_id = {"type": "object", "additionalProperties": {"$ref": "#/$defs/ReferenceRecord"}}
    several: Schema = {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/ReferenceRecord"}, _BIBLIOGRAPHY]}}
    places["references"] = {"anyOf": [by_id, several, _BIBLIOGRAPHY]}
    _short_records(known)
    return schema


def _open(record: Schema) -> Schema:
    return {key: value for key, value in record.items() if key != "additionalProperties"}


def _reference(record: Schema) -> Schema:
    """CSL variables may stand beside our own fields."""
    return {**record, "required": [], "additionalProperties": True}


def _short_records(known: Schema) -> None:
    """Records that may be written as one line of text."""
    text = {"type": "string"}
    for name, example in (("Interval", "1.2 to 3.4"), ("Edge", "a -> b {label: text}"), ("NodeSpec", "what its box says")):
        full = known[name]
        long = {k: v for k, v in full.items() if k not in ("title", "description")}
        known[name] = {
            "title": name,
            "description": full.get("description", ""),
            "anyOf": [{**text, "examples": [example]}, long],
        }
    cell = known["TableSpec"]["properties"]["cell"]
    known["TableSpec"]["properties"]["cell"] = {"anyOf": [cell, text]}
