"""What discovery tells of one cluster: unanswered inquiries that are about the same."""

from dataclasses import dataclass
from datetime import datetime

from firstline.analysis.discovery.near_topics import NearTopic
from firstline.analysis.discovery.rule_search import Check
from firstline.domain.inquiries import InquiryId
from firstline.domain.templates import Language, TemplateExample, TemplateId
from firstline.domain.topics import TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedReply:
    """What agents kept writing, and when."""

    template_id: TemplateId
    """Of the template to be."""
    text: str
    language: Language
    rule: str
    """In the rule language; fits the service's fact schema."""
    check: Check
    examples: tuple[TemplateExample, ...]
    """Orders that got it and that did not, with no more facts than rule and text read."""
    inquiries: tuple[InquiryId, ...]
    """Those to which agents wrote it."""
    covers: int
    """For how many inquiries of the cluster, in its language, the rule is true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    topic_id: TopicId
    """Of the topic to be, or of the one that it belongs to."""
    name: str
    keywords: tuple[str, ...]
    messages: tuple[str, ...]
    """The most typical ones, redacted, none like another."""
    inquiries: tuple[InquiryId, ...]
    first_received: datetime
    last_received: datetime
    belongs_to: NearTopic | None
    """Set where no new topic is needed."""
    answered_by_agents: int
    """For how many of the inquiries it is known what an agent sent."""
    replies: tuple[ProposedReply, ...]
    covers: int
    """For how many of the inquiries one of the proposed rules is true."""
    coverage: float
    """Their share of all inquiries: what coverage could grow by at most."""
    coverage_at_most: float
    """Upper bound of that share, with confidence 1 − δ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    inquiries: int
    """All that came in."""
    unanswered: int
    """Those for which the service had no reply."""
    first_received: datetime
    last_received: datetime
    clusters: tuple[Cluster, ...]
    """The largest first."""

    @property
    def alone(self) -> int:
        """Unanswered inquiries that are like too few others."""
        return self.unanswered - sum(len(cluster.inquiries) for cluster in self.clusters)
