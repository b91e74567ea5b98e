"""A ride-hailing service small enough to train in a second, and inquiries to ask it."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from firstline.domain.cases import Case
from firstline.domain.examples import ExampleCustomer
from firstline.domain.facts import Fact, FactName, FactSchema, FactType
from firstline.domain.guarantees import PrecisionGuarantee, RecallGuarantee, Thresholds
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.policy import Policy
from firstline.domain.services import Service
from firstline.domain.templates import Language, Template, TemplateId
from firstline.domain.topics import Line, Mode, Topic, TopicId, TopicTree
from firstline.inference.classifier import FeatureSpace, TopicClassifier
from firstline.inference.fact_features import FactFeatures
from firstline.inference.likeness import TopicLikeness
from firstline.inference.ngrams import Grams, Vocabulary
from firstline.inference.ranker import ReplyRanker
from firstline.inference.registry import MINILM, EncoderCard
from firstline.inference.sources import find_files, hashes
from firstline.inference.tuned import TUNED, tuned_card
from firstline.journal.entries import RawInquiry
from firstline.learning.corpus import Splits
from firstline.release.records import Model, Release

ENGLISH = Language("en")
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CHARGED_TWICE = "Hello, I was charged twice for my ride"
LOST_ITEM = "Hi, I left my phone in the car"
ACCIDENT = "Help, we had an accident on the way"

CARD_FACTS: dict[str, object] = {
    "payment_type": "card",
    "order_cost": "12.50",
    "driver_name": "Dan",
    "pickup_at": "2026-03-02T08:00:00+00:00",
}

OPENERS = ("Hello,", "Hi,", "Please help,", "Good evening,", "Hey,")
PROBLEMS: dict[str, tuple[str, ...]] = {
    "charged_twice": (
        "I was charged twice for my ride",
        "the payment was taken two times",
        "my bank shows a double charge",
        "I paid the same trip twice",
    ),
    "lost_item": (
        "I left my phone in the car",
        "I forgot my bag in the taxi",
        "my wallet is still on the back seat",
        "I lost my keys during the trip",
    ),
    "cancellation_fee": (
        "why is there a cancellation fee",
        "you charged me for a cancelled order",
        "I cancelled at once and still paid a fee",
        "please refund the cancellation charge",
    ),
    "driver_late": (
        "the driver came too late",
        "I waited half an hour for the car",
        "nobody arrived at the pickup point",
        "the car was very late today",
    ),
    "promo_code": (
        "my promo code does not work",
        "the discount was not applied",
        "how do I enter a coupon",
        "the voucher says it has expired",
    ),
    "accident": (
        "we had an accident on the way",
        "the car crashed into another one",
        "I am hurt after a collision",
        "the driver hit a wall and I am injured",
    ),
}


def a_service(name: str = "tiny") -> Service:
    return Service(
        name=name,
        languages=(ENGLISH,),
        time_zone="Europe/Berlin",
        encoder="all-MiniLM-L6-v2",
        schema=FactSchema(
            (
                a_fact("payment_type", FactType.ENUM, values=("card", "cash")),
                a_fact("order_cost", FactType.DECIMAL),
                a_fact("driver_name", FactType.STRING),
                a_fact("pickup_at", FactType.DATETIME),
                a_fact("trips", FactType.INT),
                a_fact("is_business", FactType.BOOL),
                a_fact("options", FactType.LIST),
                a_fact("member_since", FactType.DATE),
            )
        ),
        # As modest as a promise can be that 20 calibration cases keep.
        policy=Policy(target_precision=0.75, delta=0.2, expert_recall=0.5),
        topics=TopicTree(tuple(map(_topic, PROBLEMS))),
        templates=(
            *_payment_templates(),
            a_template(
                "driver_has_it",
                "lost_item",
                "{{ driver_name }} looked, {{ pickup_at }}, and has it.",
            ),
            a_template("fee_explained", "cancellation_fee", "The fee pays for the driver's way."),
            a_template("sorry_late", "driver_late", "We are sorry that the car was late."),
            a_template("enter_code", "promo_code", "Enter the code before you order."),
        ),
    )


def _payment_templates() -> tuple[Template, Template]:
    card = a_template("paid_once", "charged_twice", "You paid {{ order_cost }} once.")
    cash = a_template("paid_in_cash", "charged_twice", "You paid in cash.")
    return (
        replace(card, rule='payment_type is "card" and order_cost > 0'),
        replace(cash, rule='payment_type is "cash"'),
    )


def _topic(topic_id: str) -> Topic:
    line = Line.EXPERT if topic_id == "accident" else Line.FIRST
    return Topic(id=TopicId(topic_id), name=topic_id.replace("_", " "), line=line)


def a_fact(name: str, kind: FactType, *, values: tuple[str, ...] = ()) -> Fact:
    return Fact(name=FactName(name), type=kind, nullable=True, values=values)


def a_template(template_id: str, topic: str, text: str) -> Template:
    return Template(
        id=TemplateId(template_id), topics=(TopicId(topic),), texts={ENGLISH: text}, rule="always"
    )


def some_splits(service: Service) -> Splits:
    """Deal out the texts so that every split holds every topic."""
    cases = list(_cases(service))
    return Splits(
        train=tuple(case for number, case in enumerate(cases) if number % 5 in (0, 1)),
        dev=tuple(cases[2::5]),
        calibrate=tuple(cases[3::5]),
        test=tuple(cases[4::5]),
    )


def _cases(service: Service) -> Iterator[Case]:
    for number, (topic, words, opener) in enumerate(
        (topic, words, opener)
        for topic, problems in PROBLEMS.items()
        for words, opener in product(problems, OPENERS)
    ):
        yield Case(
            inquiry=Inquiry(
                id=InquiryId(str(number)),
                text=f"{opener} {words}",
                received_at=MONDAY + timedelta(minutes=number),
                facts=service.schema.parse(CARD_FACTS, zone=service.zone),
            ),
            topic_id=TopicId(topic),
            template_id=_sent(service, topic),
        )


def _sent(service: Service, topic: str) -> TemplateId | None:
    return next((template.id for template in service.templates_of(TopicId(topic))), None)


def carla() -> ExampleCustomer:
    return ExampleCustomer(
        id="carla",
        name="Carla",
        language=ENGLISH,
        summary="Paid her ride by card.",
        facts=CARD_FACTS,
        messages=(CHARGED_TWICE, ACCIDENT),
        received_at=MONDAY,
    )


def an_inquiry(
    text: str = CHARGED_TWICE, *, facts: Mapping[str, object] = CARD_FACTS
) -> RawInquiry:
    return RawInquiry(id=InquiryId("1"), text=text, received_at=MONDAY, facts=facts)


def a_release(
    service: Service,
    topics: Mapping[str, float],
    *,
    threshold: float | None = 0.5,
    routed_from: float = 0.5,
    usage: Mapping[str, float] | None = None,
) -> Release:
    """A release that finds the same topics in every message, however it is worded.

    Args:
        service: its content.
        topics: what the classifier finds, with probabilities that add up to 1.
        threshold: from which probability on replies are automatic; `None` promises nothing.
        routed_from: the expert line's threshold.
        usage: how often agents chose a template; always, where it is left out.
    """
    shares = {template.id: 1.0 for template in service.templates} | dict(usage or {})
    ranker = ReplyRanker(
        usage={
            topic.id: {template.id: shares[template.id] for template in service.templates}
            for topic in service.topics
        }
    )
    model = Model(
        encoder=service.encoder,
        encoder_sha256={},
        classifier=_deaf_classifier(topics),
        ranker=ranker,
        likeness=TopicLikeness(prototypes={}),
    )
    return Release(
        model=model, service=service, thresholds=some_thresholds(service, threshold, routed_from)
    )


def _deaf_classifier(topics: Mapping[str, float]) -> TopicClassifier:
    dimension = 384  # of all-MiniLM-L6-v2
    nothing = FactFeatures(columns={}, edges={})
    words, characters = (Vocabulary(kind=kind, columns={}, idf=np.zeros(0)) for kind in Grams)
    return TopicClassifier(
        topics=tuple(map(TopicId, topics)),
        space=FeatureSpace(words=words, characters=characters, facts=nothing, dimension=dimension),
        weights=np.zeros((dimension, len(topics)), dtype=np.float32),
        bias=np.log(list(topics.values()), dtype=np.float32),
        temperature=1.0,
    )


def some_thresholds(
    service: Service, threshold: float | None, routed_from: float = 0.5
) -> Thresholds:
    """One threshold for all topics."""
    policy = service.policy
    promise = PrecisionGuarantee(
        name="all topics",
        topics=tuple(topic.id for topic in service.topics.leaves),
        threshold=threshold,
        target=policy.target_precision,
        delta=policy.delta,
        cases=60,
        answered=50,
        right=48,
        lower_bound=0.9,
        cases_needed=0 if threshold is not None else 40,
    )
    expert = RecallGuarantee(
        threshold=routed_from,
        target=policy.expert_recall,
        delta=policy.delta,
        cases=40,
        caught=39,
        lower_bound=0.9,
        holds=True,
        cases_needed=0,
    )
    return Thresholds(precision=(promise,), expert=expert)


def with_mode(service: Service, topic_id: str, mode: Mode) -> Service:
    topics = tuple(
        replace(topic, mode=mode) if topic.id == topic_id else topic for topic in service.topics
    )
    return replace(service, topics=TopicTree(topics))


def with_template(service: Service, template: Template) -> Service:
    """Add a template, in place of the one with its id."""
    others = tuple(other for other in service.templates if other.id != template.id)
    return replace(service, templates=(*others, template))


def a_tuned_encoder(store: Path) -> EncoderCard:
    """MiniLM with its last layer bent a little, as the store keeps encoders that were tuned."""
    base = find_files(MINILM)
    draft = shutil.copytree(base, store / TUNED / "draft")
    weights = load_file(base / "model.safetensors")
    name = "encoder.layer.5.output.dense.weight"
    save_file(weights | {name: weights[name] * np.float32(1.2)}, draft / "model.safetensors")
    card = tuned_card(MINILM, hashes(MINILM, draft))
    draft.rename(store / TUNED / card.name)
    return card
