"""Count how often agents chose a template where its rule held."""

from collections import Counter
from collections.abc import Sequence

from firstline.domain.cases import Case
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.inference.ranker import UNSEEN, ReplyRanker
from firstline.rules import compile_rule

WEIGHT = 2.0  # cases that an unseen template's share counts as


def fit_ranker(train: Sequence[Case], service: Service) -> ReplyRanker:
    """Learn each template's share among the cases of its topic in which it was possible."""
    rules = {t.id: compile_rule(t.rule, service.schema) for t in service.templates}
    possible: Counter[tuple[TopicId, TemplateId]] = Counter()
    chosen: Counter[tuple[TopicId, TemplateId]] = Counter()
    of_topic = {topic.id: service.templates_of(topic.id) for topic in service.topics}
    for case in train:
        if case.topic_id is None:
            continue
        for template in of_topic[case.topic_id]:
            if rules[template.id].holds(case.inquiry.facts, case.inquiry.received_at):
                key = case.topic_id, template.id
                possible[key] += 1
                chosen[key] += template.is_as_right_as(case.template_id)
    usage: dict[TopicId, dict[TemplateId, float]] = {}
    for (topic, template_id), times in sorted(possible.items()):
        share = (chosen[topic, template_id] + UNSEEN * WEIGHT) / (times + WEIGHT)
        usage.setdefault(topic, {})[template_id] = share
    return ReplyRanker(usage=usage)
