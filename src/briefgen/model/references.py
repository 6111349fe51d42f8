"""References: CSL-JSON records with what briefgen needs to know about them as evidence."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from briefgen.model.base import Line, ListOf, Model

Tier = Literal["primary", "registry", "review", "secondary", "news", "vendor"]

OWN_FIELDS = ("tier", "status", "notices", "seen-in", "acknowledged")

RENAMED = {"publication-status": "status"}
"""CSL variables that a flat record writes otherwise, since a field of ours has their name."""


class Notice(Model):
    """What was published about a work later. `text` is the citation of the notice ("JAMA. 2021;325(4):399").

    A work is `retracted`, of `concern`, `corrected` or `updated`; or it is itself the notice, of a retraction or correction.
    """

    kind: Literal["retracted", "concern", "corrected", "updated", "retraction-of", "correction-of"]
    text: Line | None = None


class ReferenceRecord(Model):
    """One reference. `csl` is the CSL-JSON item (all CSL variables, as written); the rest is ours.

    A record may be written flat, CSL variables and ours side by side; an `unverified` one needs only a title or a URL.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    csl: dict[str, Any] = Field(description="the CSL-JSON item")
    tier: Tier = "primary"
    status: Literal["verified", "unverified"] = "verified"
    notices: Annotated[list[Notice], ListOf] = []
    acknowledged: dict[str, Line] = {}

    @model_validator(mode="before")
    @classmethod
    def _from_flat(cls, data: Any) -> Any:
        if isinstance(data, dict) and "csl" not in data:
            own = {k: v for k, v in data.items() if k in OWN_FIELDS}
            return {**own, "csl": {RENAMED.get(k, k): v for k, v in data.items() if k not in OWN_FIELDS}}
        return data
