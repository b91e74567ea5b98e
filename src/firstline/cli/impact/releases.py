"""The live release, and what it would be with the change."""

from dataclasses import dataclass, replace
from pathlib import Path

from firstline.domain.services import Service
from firstline.learning.evidence import read_evidence
from firstline.learning.recalibration import NeedsTraining, with_content
from firstline.release.records import Release
from firstline.release.store import ReleaseStore
from firstline.workspace import load_service
from firstline.workspace.changes import load_change


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    release: Release
    note: str = ""
    """Why the thresholds are still those of the live release; empty where they are new."""


def changed_service(folder: Path, change: Path | None) -> Service:
    service = load_service(folder)
    return load_change(change, service) if change else service


def changed_release(live: Release, service: Service, store: ReleaseStore) -> Changed:
    """Put the changed content on the live model, with thresholds of its own where possible."""
    kept = replace(live, service=service)
    evidence = read_evidence(store.root, live.digest)
    if evidence is None:
        why = f"the evidence behind release {live.digest[:12]} is not in {store.root}"
        return Changed(release=kept, note=f"The thresholds are those of now, since {why}.")
    try:
        return Changed(release=with_content(live, service, evidence))
    except NeedsTraining as error:
        return Changed(release=kept, note=f"The change cannot be published as it is: {error}.")
