"""Which topics a change touches; inquiries about others are decided as before."""

from firstline.domain.errors import ReplayError
from firstline.domain.facts import FactName
from firstline.domain.policy import Policy
from firstline.domain.services import Service
from firstline.domain.templates import Template, TemplateId, placeholders
from firstline.domain.topics import TopicId
from firstline.release.records import Release
from firstline.rules import parse
from firstline.rules.tree import facts_of_rule


def refuse_what_no_replay_shows(before: Release, after: Release) -> None:
    """Make sure that the log says enough to decide anew.

    Raises:
        ReplayError: the model would have said, or the facts would have been, something else.
    """
    old, new = before.service, after.service
    if old.languages != new.languages or old.encoder != new.encoder:
        raise ReplayError(
            "the change is one of languages or of the encoder, which decide what the model is "
            "asked; train a release and compare scorecards instead"
        )
    types = {fact.name: fact.type for fact in old.schema}
    retyped = [fact.name for fact in new.schema if types.get(fact.name, fact.type) != fact.type]
    if retyped:
        raise ReplayError(
            f"the fact `{retyped[0]}` has another type now; give the new one another name, since "
            "past inquiries hold the old one"
        )
    unknown = [topic for topic in after.model.classifier.topics if topic not in new.topics]
    if unknown:
        raise ReplayError(
            f"the live model still finds the topic `{unknown[0]}`, which the service no longer "
            "has; set its mode to `off`, or train a release and compare scorecards instead"
        )


def touched_templates(before: Service, after: Service) -> frozenset[TemplateId]:
    """Name the templates that were added or removed, or can be sent at other times now."""
    old, new = ({t.id: t for t in service.templates} for service in (before, after))
    every = frozenset((*old, *new))
    if before.policy.suggestion_floor != after.policy.suggestion_floor:
        return every  # other topics are probable enough
    return frozenset(id_ for id_ in every if not _same(old.get(id_), new.get(id_)))


def _same(old: Template | None, new: Template | None) -> bool:
    """Whether both can be sent at the same times."""
    if old is None or new is None:
        return False
    return _needs(old) == _needs(new) and _same_rule(old, new)


def _needs(template: Template) -> object:
    needs = {language: placeholders(text) for language, text in template.texts.items()}
    return template.topics, template.act, needs


def _same_rule(old: Template | None, new: Template | None) -> bool:
    """Whether both rules are one, however they are written."""
    if old is None or new is None:
        return False
    return old.rule == new.rule or parse(old.rule) == parse(new.rule)


def touched_topics(before: Release, after: Release) -> frozenset[TopicId]:
    """Name the topics of touched templates, and those of another mode or threshold.

    A change of policy that shows in every decision touches all topics.
    """
    old, new = before.service, after.service
    every = frozenset(topic.id for topic in (*old.topics, *new.topics))
    if _shown_everywhere(old.policy) != _shown_everywhere(new.policy):
        return every
    changed = touched_templates(old, new)
    answered = {
        topic
        for template in (*old.templates, *new.templates)
        if template.id in changed
        for topic in template.topics
    }
    return frozenset(
        id_ for id_ in every if id_ in answered or _allowed(before, id_) != _allowed(after, id_)
    )


def _shown_everywhere(policy: Policy) -> object:
    return policy.suggestion_floor, policy.suggestions, policy.upset_to_person


def _allowed(release: Release, topic_id: TopicId) -> object:
    pool = release.thresholds.of(topic_id)
    mode = release.service.topics[topic_id].mode if topic_id in release.service.topics else None
    return mode, pool and pool.threshold


def changed_rules(before: Service, after: Service) -> tuple[TemplateId, ...]:
    """Name the templates that were added or removed or have another rule."""
    old, new = ({t.id: t for t in service.templates} for service in (before, after))
    every = dict.fromkeys([*new, *old])
    return tuple(id_ for id_ in every if not _same_rule(old.get(id_), new.get(id_)))


def facts_read(service: Service, template_ids: tuple[TemplateId, ...]) -> tuple[FactName, ...]:
    """Name the facts that the rules of these templates read."""
    rules = [parse(t.rule) for t in service.templates if t.id in template_ids]
    return tuple(dict.fromkeys(name for rule in rules for name in facts_of_rule(rule)))
