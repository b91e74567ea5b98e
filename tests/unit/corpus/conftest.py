from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from firstline.domain.facts import Fact, FactName, FactSchema, FactType
from firstline.domain.policy import Policy
from firstline.domain.services import Service
from firstline.domain.templates import Language, Template, TemplateId
from firstline.domain.topics import Topic, TopicId, TopicTree
from firstline.learning.corpus import History, read_history

ENGLISH = Language("en")


def a_topic(topic_id: str, parent: str | None = None) -> Topic:
    return Topic(id=TopicId(topic_id), name=topic_id, parent=TopicId(parent) if parent else None)


def a_template(template_id: str, *topics: str) -> Template:
    return Template(
        id=TemplateId(template_id),
        topics=tuple(TopicId(topic) for topic in topics),
        texts={ENGLISH: "Hello"},
        rule="always",
    )


def a_fact(name: str, kind: FactType, *values: str) -> Fact:
    return Fact(name=FactName(name), type=kind, values=values, nullable=True)


@pytest.fixture(scope="session")
def shop() -> Service:
    return Service(
        name="shop",
        languages=(ENGLISH,),
        time_zone="Europe/Berlin",
        encoder="all-MiniLM-L6-v2",
        policy=Policy(),
        schema=FactSchema(
            (
                a_fact("payment_type", FactType.ENUM, "card", "cash"),
                a_fact("order_cost", FactType.DECIMAL),
                a_fact("is_first_order", FactType.BOOL),
                a_fact("options", FactType.LIST, "gift", "express"),
                a_fact("deliver_on", FactType.DATE),
                a_fact("ordered_at", FactType.DATETIME),
            )
        ),
        topics=TopicTree(
            (
                a_topic("payment"),
                a_topic("charged_twice", "payment"),
                a_topic("refund", "payment"),
                a_topic("accident"),
            )
        ),
        templates=(
            a_template("paid_once", "charged_twice"),
            a_template("refund_sent", "refund"),
            a_template("refund_waits", "refund"),
            a_template("ask_bank", "charged_twice", "refund"),
        ),
    )


@pytest.fixture
def read(tmp_path: Path, shop: Service) -> Callable[..., History]:
    """Import what a file of this name holds."""

    def read(
        content: str | bytes,
        name: str = "history.csv",
        column_map: Mapping[str, str] | None = None,
    ) -> History:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_history(path, shop, column_map=column_map or {})

    return read
