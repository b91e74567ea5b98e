"""A template, topic or trigger, or the settings of a service, as plain data shaped as in its file.

What is as the file would have it anyway is left out. All of it can be written as JSON.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from firstline.domain.examples import ExampleCustomer
from firstline.domain.facts import Fact
from firstline.domain.policy import Budget, Costs, Policy
from firstline.domain.services import Service
from firstline.domain.templates import Template, TemplateExample
from firstline.domain.topics import Topic
from firstline.domain.triggers import Trigger
from firstline.workspace.settings import Settings
from firstline.workspace.shapes import (
    BudgetShape,
    CostsShape,
    CustomerShape,
    CustomersShape,
    FactShape,
    Method,
    ModelShape,
    PolicyShape,
    Shape,
    TemplateExampleShape,
    TemplateShape,
    TopicItemShape,
    TriggerShape,
    WorkspaceShape,
)

Item: TypeAlias = dict[str, Any]


def template_item(template: Template) -> Item:
    return _plain(
        TemplateShape.model_construct(
            id=template.id,
            topics=list(template.topics),
            rule=template.rule,
            act=template.act,
            equivalents=list(template.equivalents),
            examples=[_example(example) for example in template.examples],
            texts=dict(template.texts),
        )
    )


def topic_item(topic: Topic) -> Item:
    """Say its line and mode in any case: by itself it has no parent to have them from."""
    return _plain(TopicItemShape.model_construct(**asdict(topic)))


def trigger_item(trigger: Trigger) -> Item:
    return _plain(
        TriggerShape.model_construct(
            id=trigger.id,
            name=trigger.name,
            line=trigger.line,
            words={code: list(words) for code, words in trigger.words.items()},
            rule=trigger.rule,
        )
    )


def settings_items(settings: Service | Settings) -> Item:
    """Give the keys of `workspace.yaml` but its triggers, which are items of their own."""
    return _plain(
        WorkspaceShape.model_construct(
            name=settings.name,
            languages=list(settings.languages),
            time_zone=settings.time_zone,
            encoder=settings.encoder,
            policy=_policy(settings.policy),
            model=ModelShape.model_construct(**asdict(settings.model)),
            facts={str(fact.name): _fact(fact) for fact in settings.schema},
        )
    )


def customers_item(customers: Sequence[ExampleCustomer]) -> Item:
    """Take those of one file, who all write at one time."""
    (moment,) = {customer.received_at for customer in customers}
    return _plain(
        CustomersShape.model_construct(
            received_at=_as_read(moment), customers=[_customer(each) for each in customers]
        )
    )


def _plain(shape: Shape) -> Item:
    return shape.model_dump(mode="json", exclude_defaults=True)


def _example(example: TemplateExample) -> TemplateExampleShape:
    return TemplateExampleShape.model_construct(
        gets_it=example.gets_it,
        because=example.because,
        facts=dict(example.facts),
        received_at=example.received_at and _as_read(example.received_at),
    )


def _customer(customer: ExampleCustomer) -> CustomerShape:
    return CustomerShape.model_construct(
        id=customer.id,
        name=customer.name,
        language=customer.language,
        summary=customer.summary,
        facts=dict(customer.facts),
        messages=list(customer.messages),
    )


def _as_read(moment: datetime) -> datetime:
    """Give a time of the service's own zone as its file does, without the zone."""
    return moment.replace(tzinfo=None) if isinstance(moment.tzinfo, ZoneInfo) else moment


def _fact(fact: Fact) -> FactShape:
    return FactShape.model_construct(
        type=fact.type,
        nullable=fact.nullable,
        values=list(fact.values),
        description=fact.description,
    )


def _policy(policy: Policy) -> PolicyShape:
    plain = asdict(policy) | _method(policy.method)
    return PolicyShape.model_construct(**plain)


def _method(method: Budget | Costs | None) -> dict[str, object]:
    match method:
        case Budget():
            budget = BudgetShape.model_construct(**asdict(method))
            return {"method": Method.BUDGET, "budget": budget}
        case Costs():
            return {"method": Method.COST, "costs": CostsShape.model_construct(**asdict(method))}
        case None:
            return {"method": Method.PRECISION}
