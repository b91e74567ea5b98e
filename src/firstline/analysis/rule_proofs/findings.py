"""What proofs find out about the rules of a service."""

from dataclasses import dataclass
from enum import StrEnum

from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.rules.proofs import Witness


class Severity(StrEnum):
    DEFECT = "defect"
    """To be repaired: a template that customers never get."""
    NOTE = "note"
    """To be known; it may well be meant."""
    NOT_DECIDED = "not decided"


class FindingKind(StrEnum):
    NEVER_TRUE = "never true"
    """The rule is true on no order: it contradicts itself."""
    NEVER_WINS = "never wins"
    """Wherever the rule is true, a better template of the topic applies too."""
    ALWAYS_TRUE = "always true"
    """The rule excludes no order, though it is not written `always`."""
    OVERLAP = "overlap"
    """Two templates of the topic apply to one order."""
    UNANSWERED = "unanswered"
    """No template of the topic applies to some order."""


_DEFECTS = {FindingKind.NEVER_TRUE, FindingKind.NEVER_WINS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    kind: FindingKind
    topic_id: TopicId
    templates: tuple[TemplateId, ...] = ()
    """The one it is about and, behind it, those that win over it; of an overlap, the
    winner comes first."""
    example: Witness | None = None
    """An order on which it can be seen; what is never true has none."""
    not_decided: str = ""
    """Why nobody knows whether this is so; empty if it is."""

    @property
    def severity(self) -> Severity:
        if self.not_decided:
            return Severity.NOT_DECIDED
        return Severity.DEFECT if self.kind in _DEFECTS else Severity.NOTE
