"""Random services and what their models may have said, with ties wherever they can be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.builders import MONDAY, a_release, a_service, some_thresholds

from firstline.analysis.replay.traffic import LoggedDecision, Traffic
from firstline.domain.decisions import Decision, DecisionId
from firstline.domain.facts import Facts
from firstline.domain.guarantees import Thresholds
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.sentiments import Sentiment
from firstline.domain.services import Service
from firstline.domain.templates import Language, Template, TemplateAct, TemplateId
from firstline.domain.topics import Line, Mode, Topic, TopicId, TopicTree
from firstline.domain.traces import MessageAct, Prediction
from firstline.domain.triggers import Trigger, TriggerId
from firstline.engine import Engine
from firstline.engine.assessments import Assessment, assess
from firstline.engine.candidates import CandidateFinder
from firstline.engine.decide import Decider
from firstline.engine.reading import COURTESIES, Reading, escalation_reason
from firstline.inference.ranker import ReplyRanker
from firstline.inference.rightness import UNTAUGHT, Rightness
from firstline.release.records import Release

LANGUAGES = (Language("en"), Language("ru"), Language("ja"))
TOPICS = tuple(TopicId(f"topic_{letter}") for letter in "abcdef")
RULES = (
    "always",
    'payment_type is "card"',
    "order_cost > 10",
    "trips is missing",
    "not (trips > 3)",
    'options contains "pet" or is_business is true',
)
TEXTS = ("All is well.", "{{ driver_name }} comes.", "You ordered {{ options }}.", "{{ trips }}")
WORDS = ("court", "суд*", "事故", "lost item")
SAID = ("⟨NAME⟩ writes", "See you in COURT", "встретимся в суде, ёлка", "事故です", "a lost  item")
SHARES = (0.0, 0.1, 0.3, 0.5, 1 / 3, 1.0)
TAUGHT = Rightness(chance=0.7, lead=0.4, likeness=3.0, bias=-1.2)
CHANCES = (0.02, 0.04, 0.05, 0.1, 0.15, 0.2, 0.3, 1 / 3)


def a_random_release(random: Random) -> Release:
    service = _service(random)
    usage = {
        topic: {template.id: random.choice(SHARES) for template in service.templates[1:]}
        for topic in TOPICS
    }
    release = a_release(service, dict.fromkeys(TOPICS, 1 / len(TOPICS)))
    ranker, rightness = ReplyRanker(usage=usage), random.choice((UNTAUGHT, TAUGHT))
    model = replace(release.model, ranker=ranker, rightness=rightness)
    return replace(release, model=model, thresholds=_thresholds(service, random), digest="live")


def _service(random: Random) -> Service:
    service = a_service()
    topics = tuple(
        Topic(id=id_, name=id_, mode=random.choice((Mode.AUTO, *Mode)), line=_line(id_))
        for id_ in TOPICS
    )
    floor = random.choice((0.05, 0.05, 0.1))
    policy = replace(
        service.policy,
        suggestions=random.choice((1, 2, 3)),
        suggestion_floor=floor,
        upset_to_person=random.choice((None, 0.5, 0.9)),
    )
    templates = tuple(_template(random, number) for number in range(random.randint(1, 12)))
    return replace(
        service,
        languages=LANGUAGES,
        topics=TopicTree(topics),
        policy=policy,
        templates=templates,
        triggers=tuple(_trigger(random, number) for number in range(random.choice((0, 1, 3)))),
    )


def _trigger(random: Random, number: int) -> Trigger:
    return Trigger(
        id=TriggerId(f"trigger_{number}"),
        name="Some",
        words={random.choice(LANGUAGES): tuple(random.sample(WORDS, random.choice((0, 1, 2))))},
        rule=random.choice(RULES),
        line=random.choice(tuple(Line)),
    )


def _line(topic: TopicId) -> Line:
    return Line.EXPERT if topic == TOPICS[-1] else Line.FIRST


def _template(random: Random, number: int) -> Template:
    return Template(
        id=TemplateId(f"reply_{random.randrange(10)}_{number}"),
        topics=tuple(random.sample(TOPICS, random.choice((1, 1, 2, 3)))),
        texts={
            language: random.choice(TEXTS)
            for language in random.sample(LANGUAGES, random.randint(1, 3))
        },
        rule=random.choice(RULES),
        act=random.choice((TemplateAct.ANSWER, *TemplateAct)),
    )


def _thresholds(service: Service, random: Random) -> Thresholds:
    """Some topics share a threshold, some have none, some are in no pool."""
    (pool,), expert = (some := some_thresholds(service, 0.3)).precision, some.expert
    shuffled = random.sample(TOPICS, len(TOPICS))
    return Thresholds(
        precision=(
            replace(pool, topics=tuple(shuffled[:2]), threshold=random.choice(CHANCES)),
            replace(pool, topics=tuple(shuffled[2:4]), threshold=random.choice(SHARES)),
            replace(pool, topics=tuple(shuffled[4:5]), threshold=None),
        ),
        expert=replace(expert, threshold=random.choice((0.05, 0.2, 2.0))),
    )


def what_the_model_says(service: Service, random: Random, number: int) -> Assessment:
    """Something random about a random message, before any rule is asked."""
    inquiry = _inquiry(service, random, number)
    reading = Reading(
        inquiry=inquiry,
        text=inquiry.text,
        act=random.choice((*[MessageAct.SUBSTANCE] * 8, *MessageAct)),
        language=random.choice((*LANGUAGES, *LANGUAGES, None)),
    )
    language = reading.language or service.languages[0]
    if escalation_reason(reading):
        return Assessment(reading=reading, language=language)
    predictions = _predictions(random)
    return Assessment(
        reading=reading,
        language=language,
        sentiment=_sentiment(random),
        predictions=predictions,
        expert_probability=_expert_probability(reading, predictions),
    )


def decided(release: Release, said: Sequence[Assessment]) -> list[LoggedDecision]:
    """Let the engine's own code judge the rules and decide."""
    service = release.service
    finder = CandidateFinder(service, release.model)
    decider = Decider(service=service, thresholds=release.thresholds, digest=release.digest)

    def decide(assessment: Assessment) -> Decision:
        if escalation_reason(assessment.reading):
            return decider.decide(assessment)
        judged = assess(
            assessment.reading,
            finder,
            predictions=assessment.predictions,
            expert_probability=assessment.expert_probability,
        )
        return decider.decide(judged)

    return [
        LoggedDecision(
            decision_id=DecisionId(f"d{number}"),
            inquiry=assessment.reading.inquiry,
            decision=decide(assessment),
        )
        for number, assessment in enumerate(said)
    ]


def a_random_change(release: Release, random: Random) -> Release:
    """Change some templates, modes and thresholds, or the policy."""
    other = a_random_release(random)
    service, new = release.service, other.service
    kept = random.sample(service.templates, random.randrange(len(service.templates) + 1))
    added = [t for t in new.templates if t.id not in {k.id for k in kept}]
    changed = replace(
        service,
        templates=(*kept, *random.sample(added, random.randrange(len(added) + 1))),
        topics=random.choice((service.topics, service.topics, new.topics)),
        policy=random.choice((service.policy, service.policy, new.policy)),
        triggers=random.choice((service.triggers, service.triggers, new.triggers)),
    )
    thresholds = random.choice((release.thresholds, release.thresholds, other.thresholds))
    return replace(release, service=changed, thresholds=thresholds, digest="changed")


def _predictions(random: Random) -> tuple[Prediction, ...]:
    topics = random.sample(TOPICS, random.randint(0, len(TOPICS)))
    chances = sorted((random.choice(CHANCES) for _ in topics), reverse=True)
    return tuple(
        Prediction(topic_id=topic, probability=chance, likeness=random.choice(SHARES))
        for topic, chance in zip(topics, chances, strict=True)
    )


def _sentiment(random: Random) -> Sentiment | None:
    negative = random.choice((None, 0.0, 0.5, 0.9, 0.95))
    if negative is None:
        return None
    return Sentiment(negative=negative, neutral=1 - negative, positive=0.0)


def _expert_probability(reading: Reading, predictions: tuple[Prediction, ...]) -> float:
    if reading.act in COURTESIES:
        return 0.0
    return sum(p.probability for p in predictions if _line(p.topic_id) is Line.EXPERT)


def _inquiry(service: Service, random: Random, number: int) -> Inquiry:
    return Inquiry(
        id=InquiryId(str(number)),
        text=random.choice(SAID),
        received_at=MONDAY + timedelta(hours=random.randrange(400)),
        facts=_facts(service, random),
        person_has_spoken=random.random() < 0.1,
        auto_reply_sent=random.random() < 0.1,
    )


def _facts(service: Service, random: Random) -> Facts:
    values: dict[str, tuple[object, ...]] = {
        "payment_type": ("card", "cash", None),
        "order_cost": ("9.99", "10", "10.01", None),
        "trips": (0, 3, 4, None),
        "options": ([], ["pet"], ["child_seat", "pet"], None),
        "is_business": (True, False, None),
        "driver_name": ("Dan", None),
    }
    drawn = {name: random.choice(choices) for name, choices in values.items()}
    return service.schema.parse(drawn)


def logged(engine: Engine, inquiries: Sequence[Inquiry]) -> Traffic:
    """Let an engine answer, and log it."""
    decisions = engine.answer_many(inquiries)
    return Traffic.of(
        (
            LoggedDecision(decision_id=DecisionId(f"d{number}"), inquiry=inquiry, decision=decision)
            for number, (inquiry, decision) in enumerate(zip(inquiries, decisions, strict=True))
        ),
        engine.release.service.schema,
    )
