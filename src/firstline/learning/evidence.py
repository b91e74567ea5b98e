"""Evidence: what thresholds were chosen from, kept so that edited content needs no training.

It stands beside the release and not in it: replicas need no facts of past inquiries, and
an operator may delete them without touching what answers.
"""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from firstline.domain.cases import Case
from firstline.domain.errors import ReleaseCorrupt
from firstline.domain.facts import FactName, FactValue
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.sentiments import Sentiment
from firstline.domain.templates import Language, TemplateId
from firstline.domain.topics import TopicId
from firstline.domain.traces import MessageAct, Prediction
from firstline.engine.assessments import assess
from firstline.engine.candidates import CandidateFinder
from firstline.engine.reading import Reading
from firstline.learning.thresholds import Labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCase:
    """A past case with what the model said of it; without its text."""

    received_at: datetime
    facts: Mapping[str, object]
    """As JSON values, to be read with the service's fact schema."""
    act: MessageAct
    language: Language | None
    sentiment: Sentiment | None = None
    predictions: tuple[Prediction, ...]
    expert_probability: float
    topic_id: TopicId | None
    template_id: TemplateId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    pilot: tuple[EvidenceCase, ...]
    calibration: tuple[EvidenceCase, ...]
    ends_at: datetime | None = None
    """When the newest inquiry came in that was learnt from or measured on, test weeks included;
    `None` in evidence from before this was kept."""

    @property
    def calibrated_until(self) -> datetime | None:
        """How new the newest inquiry is that thresholds were chosen from."""
        return max((case.received_at for case in self.calibration), default=None)

    @property
    def newest(self) -> datetime | None:
        """How new its traffic is, as far as that is known."""
        return self.ends_at or self.calibrated_until


EVIDENCE = TypeAdapter(Evidence)
_FACTS = TypeAdapter(dict[FactName, FactValue])


def evidence_of(
    pilot: Sequence[Labelled], calibration: Sequence[Labelled], *, ends_at: datetime | None
) -> Evidence:
    return Evidence(
        pilot=tuple(map(_evidence_case, pilot)),
        calibration=tuple(map(_evidence_case, calibration)),
        ends_at=ends_at,
    )


def _evidence_case(labelled: Labelled) -> EvidenceCase:
    case, assessment = labelled.case, labelled.assessment
    facts = _FACTS.dump_python(dict(case.inquiry.facts), mode="json")
    return EvidenceCase(
        received_at=case.inquiry.received_at,
        facts={name: value for name, value in facts.items() if value is not None},
        act=assessment.reading.act,
        language=assessment.reading.language,
        sentiment=assessment.sentiment,
        predictions=assessment.predictions,
        expert_probability=assessment.expert_probability,
        topic_id=case.topic_id,
        template_id=case.template_id,
    )


def assess_again(cases: Sequence[EvidenceCase], finder: CandidateFinder) -> list[Labelled]:
    """Judge the templates of a service, perhaps an edited one, under what the model said then."""
    return [_labelled(case, finder) for case in cases]


def _labelled(case: EvidenceCase, finder: CandidateFinder) -> Labelled:
    service = finder.service
    inquiry = Inquiry(
        id=InquiryId(""),
        text="",
        received_at=case.received_at,
        facts=service.schema.parse(case.facts, zone=service.zone),
    )
    reading = Reading(inquiry=inquiry, text="", act=case.act, language=case.language)
    assessment = assess(
        reading,
        finder,
        sentiment=case.sentiment,
        predictions=case.predictions,
        expert_probability=case.expert_probability,
    )
    label = Case(inquiry=inquiry, topic_id=case.topic_id, template_id=case.template_id)
    return Labelled(case=label, assessment=assessment)


def write_evidence(evidence: Evidence, root: Path, digest: str) -> None:
    path = _path(root, digest)
    path.touch(mode=0o600)  # facts are personal data
    path.write_bytes(gzip.compress(EVIDENCE.dump_json(evidence), mtime=0))


def read_evidence(root: Path, digest: str) -> Evidence | None:
    """Read what `write_evidence` wrote for a release; `None` where there is none.

    Raises:
        ReleaseCorrupt: the file is damaged.
    """
    path = _path(root, digest)
    try:
        return EVIDENCE.validate_json(gzip.decompress(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValidationError) as error:
        raise ReleaseCorrupt(
            f"{path} cannot be read ({error}); train again, or delete it"
        ) from error


def forget_evidence(root: Path, digest: str) -> None:
    _path(root, digest).unlink(missing_ok=True)


def _path(root: Path, digest: str) -> Path:
    return root / f"{digest}.evidence.json.gz"
