"""Positions of cites in a document: first, subsequent, ibid, near-note, and the note of the first reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from briefgen.csl.context import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT
from briefgen.csl.model import Cite, Cluster

_NAMED = {"first": FIRST, "subsequent": SUBSEQUENT, "ibid": IBID, "ibid-with-locator": IBID_WITH_LOCATOR}


class Place(NamedTuple):
    """Where a cite stands: its position, whether an earlier cite is near, the note of its first mention (or 0)."""

    position: int = FIRST
    near: bool = False
    first_note: int = 0


def explicit(cite: Cite) -> Place:
    """The place which a cite claims for itself, as in lists of independent clusters."""
    if cite.position is None:
        return Place()
    if cite.position.isdigit():
        return Place(min(int(cite.position), IBID))
    return Place(_NAMED.get(cite.position, FIRST), cite.position == "near-note")


def places(clusters: Sequence[Cluster], near_distance: int) -> list[list[Place]]:
    """The place of each cite of each cluster, in document order. Notes and running text are told apart."""
    first_note: dict[str, int] = {}
    last_note: dict[str, int] = {}
    before: dict[bool, Cluster] = {}
    in_notes = Counter(cluster.note for cluster in clusters)
    out = []
    for cluster in clusters:
        in_note = cluster.note > 0
        row: list[Place] = []
        for at, cite in enumerate(cluster.cites):
            if cite.position is not None:
                row.append(explicit(cite))
            elif cite.id not in first_note:
                row.append(Place())
            else:
                near = in_note and last_note[cite.id] > 0 and cluster.note - last_note[cite.id] <= near_distance
                previous = before.get(in_note)
                if previous is not None and 0 < previous.note < cluster.note and in_notes[previous.note] > 1:
                    previous = None  # "ibid." after a note with several citations would not say which one
                position = _repeat(cite, at, cluster, previous)
                row.append(Place(position, near, first_note[cite.id]))
            first_note.setdefault(cite.id, cluster.note)
            last_note[cite.id] = cluster.note or last_note.get(cite.id, 0)
        before[in_note] = cluster
        out.append(row)
    return out


def _repeat(cite: Cite, at: int, cluster: Cluster, before: Cluster | None) -> int:
    """The position of a cite whose item was cited before."""
    if at:
        previous = cluster.cites[at - 1]
    elif before is not None and len(before.cites) == 1 and cluster.note - before.note <= 1:
        previous = before.cites[-1]
    else:
        return SUBSEQUENT
    if previous.id != cite.id:
        return SUBSEQUENT
    return _ibid(previous, cite)


def _ibid(previous: Cite, cite: Cite) -> int:
    if not cite.locator:
        return SUBSEQUENT if previous.locator else IBID
    same = previous.locator == cite.locator and previous.label == cite.label
    return IBID if same else IBID_WITH_LOCATOR
