"""What an agent is shown."""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from firstline.domain.decisions import DecisionId
from firstline.serving.drafts.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Words for an agent to check, edit and send; never an automatic reply."""

    decision_id: DecisionId
    text: str
    findings: tuple[Finding, ...]
    """What to check first; an empty list is no promise that the draft is right."""
    model: str
    kind: Literal["draft"] = "draft"


DRAFT = TypeAdapter(Draft)
