"""What the diagnostics mean that are no rules: what cannot be read, rendered or proven. The rules have their own table.

A code is one row: what it means, and what to do. Codes of a file read back share the row of their family.
"""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    """What a diagnostic means and what to do about it."""

    what: str
    fix: str


CODES: dict[str, Meaning] = {
    # reading YAML, JSON and sheets
    "yaml-syntax": Meaning(
        "The file is not YAML: a quote, bracket or indent is wrong.", "Look at and just above the place."
    ),
    "yaml-tab": Meaning("A tab indents a line, which YAML forbids.", "Indent with spaces."),
    "yaml-empty": Meaning("The file holds nothing.", "Write at least a title, or delete the reference to the file."),
    "yaml-several-documents": Meaning("A line `---` starts a second document.", "Keep one document a file."),
    "yaml-tag": Meaning("A tag such as `!!python` asks for more than data.", "Delete the tag; texts need none."),
    "yaml-alias": Meaning(
        "An alias is unknown, refers to itself, or there are too many.", "Write the value out, or use `defaults:`."
    ),
    "yaml-merge-key": Meaning("Merge keys (`<<`) are not part of YAML 1.2.", "Use `defaults:` of a group of facts."),
    "yaml-key": Meaning("A key is empty or not plain text.", "Write keys as words."),
    "yaml-duplicate-key": Meaning(
        "One key stands twice in one record; one of the values would be lost.", "Rename or delete one."
    ),
    "yaml-depth": Meaning("Records stand too deep in one another.", "Put parts into files of their own."),
    "json-syntax": Meaning("The file is not JSON.", "Look at and just above the place."),
    "json-duplicate-key": Meaning("One key stands twice in one object.", "Rename or delete one."),
    "csv-open-quote": Meaning("A quote is opened and never closed.", "Close it, or double a quote that is meant."),
    "xlsx-unreadable": Meaning("The workbook cannot be read.", "Save it as .xlsx without a password, or as .csv."),
    "xlsx-number": Meaning(
        "A cell shows another number than it holds; digits would be lost or made up.", "Format the cell as text."
    ),
    "table-header": Meaning(
        "A column of a sheet has no heading, or two have the same.", "Name each column after one field."
    ),
    "table-row": Meaning(
        "A row of a sheet has more or fewer cells than its heading.", "Check separators and quotes of the row."
    ),
    "illegal-character": Meaning("A character that cannot be printed or can hide text stands here.", "Delete it."),
    "file-missing": Meaning("A file that is named is not there.", "Correct the name, relative to the brief's folder."),
    "file-kind": Meaning(
        "A file of this kind cannot hold these data.", "Use YAML, JSON, CSV or XLSX as docs/data-format.md says."
    ),
    "file-unreadable": Meaning("The file exists and cannot be read.", "Check its permissions and that it is a plain file."),
    "file-too-large": Meaning("The file is larger than briefgen reads.", "Split it."),
    "path-outside-project": Meaning("A path leads out of the project.", "Copy the file into the project."),
    # bibliographies
    "bibliography-empty": Meaning(
        "A bibliography holds no reference.", "Export it again, or delete the reference to the file."
    ),
    "bibliography-record": Meaning("A record of a bibliography cannot be read.", "Correct it, or export the file again."),
    "reference-id": Meaning(
        "No id to cite by can be made of a record's key, or it is cited under another one.",
        "Give the record a key of letters, digits and hyphens.",
    ),
    "bibtex-duplicate-field": Meaning("A BibTeX record has one field twice.", "Delete one."),
    "bibtex-string": Meaning(
        "A BibTeX record uses an abbreviation that is not defined.", "Define it with @string, or put quotes around it."
    ),
    "bibtex-name": Meaning("A name of a BibTeX record cannot be read.", "Write it as Family, Given."),
    "bibtex-crossref": Meaning(
        "A BibTeX record refers to another that is not there.", "Correct `crossref`, or add the record."
    ),
    # data that do not fit the model
    "data-unknown-key": Meaning(
        "The key means nothing here: it would be ignored silently.", "Correct it; docs/data-format.md lists keys."
    ),
    "data-missing-field": Meaning("Something that is required is not there.", "Add it."),
    "data-bad-value": Meaning("The value is not of the form it must have.", "Write it as the message says."),
    "data-wrong-type": Meaning(
        "A text stands where a list or record is wanted, or the reverse.", "Compare with docs/data-format.md."
    ),
    "data-duplicate-id": Meaning("Two records have one id.", "Rename one."),
    # projects, audiences, brands
    "project-empty": Meaning("The project has no brief.", "Run `briefgen init NAME`."),
    "brief-unknown": Meaning("There is no brief of this name.", "Correct the name, or give the path of its folder."),
    "audience-unknown": Meaning("There is no audience of this name.", "Correct it; `briefgen info` lists audiences."),
    "audience-cycle": Meaning("An audience extends itself by way of others.", "Take one `extends:` out."),
    "string-unknown": Meaning("A template asks for a fixed word that there is not.", "Correct the name."),
    "string-braces": Meaning("A template fills other braces than a fixed word has.", "Fill those it has, with counts."),
    "strings-unknown": Meaning("An audience replaces a fixed word that there is not.", "Correct the name."),
    "brand-color": Meaning("A colour of the brand is neither #rrggbb nor named in its palette.", "Correct it."),
    "brand-contrast": Meaning(
        "Text in this colour cannot be read on its ground (WCAG 2.2, 1.4.3).", "Choose a darker colour."
    ),
    "brand-font": Meaning(
        "A font of the brand is missing, or cannot be embedded; or a family has no bold or italic, which emphasis needs.",
        "Give TrueType files, for each face of the family.",
    ),
    "brand-unused": Meaning(
        "A setting of the brand file has no effect in briefgen.", "Leave it for other tools, or delete it."
    ),
    "text-right-to-left": Meaning(
        "A letter of a script that runs from right to left, which is not laid out.",
        "Write it in Latin letters, or show it as a picture.",
    ),
    "font-missing-glyph": Meaning("No font has a character of the document.", "Add a font that has it to the brand file."),
    "image-too-large": Meaning("A picture has more pixels or bytes than allowed.", "Scale it down."),
    "image-unreadable": Meaning("A picture cannot be decoded.", "Save it anew as PNG or JPEG."),
    "brand-word-style": Meaning(
        "The brand file maps a style that briefgen does not have.", "Correct the name of the style."
    ),
    "word-style-unknown": Meaning(
        "The reference document has no style of this name.", "Correct the name, or add the style in Word."
    ),
    "reference-unreadable": Meaning("The reference document is no Word file.", "Save it anew from Word as .docx or .dotx."),
    "reference-macro": Meaning("The reference document holds macros or embedded objects.", "Save it without them."),
    "reference-external": Meaning("The reference document links to another file.", "Break the link in Word."),
    # templates
    "template-syntax": Meaning("The template is not Jinja2.", "Look at the place: a brace, tag or quote is wrong."),
    "template-missing": Meaning("A template that is named is not there.", "Correct the name, or add the file."),
    "template-unreadable": Meaning("The template file cannot be read.", "Check its permissions."),
    "template-encoding": Meaning("The template is not UTF-8.", "Save it as UTF-8."),
    "template-character": Meaning("The template holds a character that is not allowed.", "Delete it."),
    "template-outside": Meaning("A template's name leads out of the templates folder.", "Name a template within it."),
    "template-too-large": Meaning("The template file is larger than allowed.", "Split it."),
    "template-too-much": Meaning("The template loops or prints without end.", "Loop over fewer things."),
    "template-recursion": Meaning("Templates or macros call one another without end.", "Break the circle."),
    "template-undefined": Meaning(
        "The template names something that is not there.", "Correct the name, or ask `is defined` first."
    ),
    "template-not-allowed": Meaning("The template does what templates may not.", "Use the functions of docs/templates.md."),
    "template-not-text": Meaning("What should be printed is no text.", "Print one of its fields."),
    "template-not-a-list": Meaning("The template loops over something that is no list.", "Loop over a list or a record."),
    "template-not-an-id": Meaning("What is printed with `| id` is no id.", "Print it as text."),
    "template-lost-source": Meaning(
        "New text was made of data, and no record answers for it.", "Print the values themselves."
    ),
    "template-dynamic-name": Meaning("A template's name is computed.", "Write the name out."),
    "template-failed": Meaning("A function of the template failed.", "Correct its arguments as the message says."),
    "document-empty": Meaning("The brief has nothing for this audience.", "Give it texts, or leave the audience out."),
    "section-empty": Meaning("A section that the audience requires has no content.", "Write its text."),
    # markup
    "markup-html": Meaning("HTML is not read.", "Use the markup of docs/markup.md."),
    "markup-image": Meaning("Pictures are not written in text.", "Describe the figure in `figures:` and place it."),
    "markup-rule": Meaning("A rule across the page is not available.", "Delete it; use a heading."),
    "markup-too-deep": Meaning("Lists or quotes stand too deep in one another.", "Flatten them."),
    "math-syntax": Meaning("The formula cannot be read.", "Correct its TeX."),
    "token-in-math": Meaning("A value stands inside a formula.", "Print it beside the formula."),
    "value-in-literal": Meaning("A value stands in code, a formula or an address.", "Print it in running text."),
    "value-in-label": Meaning("A label of a drawing prints a citation.", "Cite in the figure's caption."),
    "prose-not-inline": Meaning(
        "A text of several paragraphs is printed inside a line.", "Print it in a paragraph of its own."
    ),
    "link-scheme": Meaning("A link leads somewhere a document cannot.", "Link to http, https or mailto addresses."),
    "role-unknown": Meaning("There is no such role.", "Write {fact}`id` or {record}`path`."),
    "attribute-unknown": Meaning("The attribute means nothing here.", "Delete it; docs/markup.md lists them."),
    "attributes-stray": Meaning(
        "Attributes in braces belong to nothing.", "Put them right behind a heading, block or [text]."
    ),
    "anchor-prefix": Meaning("An id begins otherwise than its kind.", "Begin it with sec-, tbl-, fig- or eq-."),
    "anchor-duplicate": Meaning("One id stands twice in one document.", "Rename one."),
    "div-unknown": Meaning("There is no such block.", "Correct its class; docs/markup.md lists them."),
    "div-unclosed": Meaning("A block is never closed.", "End it with `:::`."),
    "div-unopened": Meaning("`:::` closes nothing.", "Delete it, or open a block before."),
    "div-not-empty": Meaning("Text stands in a block whose content comes from the data.", "Move it out of the block."),
    "heading-in-block": Meaning("A heading stands in a list, quote or note.", "Move it out."),
    "heading-skipped": Meaning("A heading's level is more than one below the last.", "Use the next level."),
    "table-no-caption": Meaning("A table has no caption with an id.", "Add a line `: Caption {#tbl-x}`."),
    "table-row-cells": Meaning("A row has other cells than its table has columns.", "Correct the row."),
    "note-unknown": Meaning("A mark has no note.", "Add the note, or delete the mark."),
    "note-unused": Meaning("A note has no mark.", "Put `[^key]` where it belongs, or delete the note."),
    "note-duplicate": Meaning("Two notes have one key.", "Rename one."),
    "reference-in-brackets": Meaning(
        "A cross-reference stands in the brackets of a citation.", "Write it without brackets."
    ),
    # resolving
    "cite-unknown": Meaning("A citation names no reference.", "Correct the key, or add the reference."),
    "reference-uncited": Meaning(
        "A reference is cited nowhere in the document.", "Cite it, or list it in `further-reading:`."
    ),
    "reference-field": Meaning(
        "A field or type of a reference is none that a citation style reads.", "Correct it after CSL-JSON, or delete it."
    ),
    "reference-invalid": Meaning(
        "A field of a reference cannot be read by the citation processor.", "Correct it after CSL-JSON."
    ),
    "references-twice": Meaning("The reference list is placed twice.", "Delete one place."),
    "citation-style": Meaning("The citation style cannot be used.", "Name an independent CSL style, or correct the file."),
    "xref-unknown": Meaning("A cross-reference leads nowhere in this document.", "Correct it, or place what it means."),
    "place-unknown": Meaning("A place names no table or figure of the data.", "Correct the id."),
    "place-twice": Meaning("A table or figure is placed twice.", "Refer to it the second time."),
    "fact-unknown": Meaning("A fact that is named is not there.", "Correct the id."),
    "value-unknown": Meaning("The brief has no such value.", "Correct the name."),
    "value-form-unknown": Meaning("A value has no such form.", "Use one of docs/markup.md: value, p, ci, n, pct …"),
    "value-form-missing": Meaning("The fact lacks what the form shows.", "Add the field, or use another form."),
    "table-empty": Meaning("A table has no rows.", "Ask for values that facts have."),
    "table-ambiguous": Meaning(
        "Two facts fall into one cell of a table.", "Add a field to `rows:` or `columns:` that tells them apart."
    ),
    "table-form-missing": Meaning("A cell shows what its fact lacks.", "Add the field, or change `show:`."),
    "table-key-missing": Meaning(
        "A fact of a table lacks the field that makes its rows or columns.", "Give it, or leave the fact out."
    ),
    "table-order-unknown": Meaning("`order:` names a value that no fact has.", "Correct it."),
    "table-total": Meaning("A total of a table cannot be computed.", "Total a column whose facts have numbers of one unit."),
    "value-set": Meaning("A range over several facts cannot be printed.", "Name facts with numbers of one unit."),
    # outputs and workers
    "release-refused": Meaning(
        "An error that nobody acknowledged stands against the release.", "Mend it, or acknowledge it with a reason."
    ),
    "release-draft": Meaning("The brief's own `status` is draft.", "Set `status: final`, or build without `--release`."),
    "redline-engine": Meaning("The comparison of Word files could not be run.", "Install `briefgen[redline]`."),
    "redline-differs": Meaning("A redline does not give back the old or the new document.", "Report it with both briefs."),
    "output-missing": Meaning("A file that should be verified has not been built.", "Run `briefgen build`."),
    "output-shared": Meaning("Two briefs would write the same files.", "Rename one folder."),
    "output-locked": Meaning("Another build writes into this folder.", "Wait, or use another `--output-dir`."),
    "output-not-writable": Meaning(
        "An output or its folder cannot be written.", "Check its permissions and the room on the disk."
    ),
    "cache-not-writable": Meaning(
        "What was built cannot be remembered; the outputs themselves are whole.", "Make the folder `.briefgen` writable."
    ),
    "init-exists": Meaning("The folder exists already.", "Choose another name."),
    "worker-time": Meaning("A build took too long and was stopped.", "Give it more with `--timeout`, or split the brief."),
    "worker-memory": Meaning("A build needed too much memory and was stopped.", "Give it more with `--memory`."),
    "worker-died": Meaning("The process of a build ended without an answer.", "Try again; report it when it stays."),
    "internal": Meaning("briefgen itself failed.", "Report it with the text of the message."),
    # acknowledgements
    "ack-unknown": Meaning("An acknowledgement names no rule.", "Correct the code; `briefgen explain` lists them."),
    "ack-idle": Meaning("An acknowledgement is of nothing any more.", "Delete it."),
}

FAMILIES: dict[str, Meaning] = {
    "pdf-": Meaning(
        "The PDF that was built does not say, show or tag everything as the document has it.", "Report it with the brief."
    ),
    "docx-": Meaning(
        "The Word file that was built does not say what the document says, or is damaged.", "Report it with the brief."
    ),
}
"""Codes of files read back: an output with such a finding is not put in place."""


def meaning(code: str) -> Meaning | None:
    """What a code means that is no rule; None for an unknown one."""
    return CODES.get(code) or next((m for start, m in FAMILIES.items() if code.startswith(start)), None)
