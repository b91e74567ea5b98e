import csv
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import MONDAY, OPENERS, PROBLEMS

SERVICE = {
    "workspace.yaml": """
name: tiny
languages: [en]
time_zone: Europe/Berlin
encoder: all-MiniLM-L6-v2
policy: {target_precision: 0.75, delta: 0.2, expert_recall: 0.5, pool_below: 60}
facts:
  payment_type: {type: enum, values: [card, cash]}
  order_cost: {type: decimal}
""",
    "topics.yaml": """
topics:
  - {id: charged_twice, name: Charged twice}
  - {id: lost_item, name: Lost item}
  - {id: cancellation_fee, name: Cancellation fee}
  - {id: driver_late, name: Driver late}
  - {id: promo_code, name: Promo code}
  - {id: accident, name: Accident, line: expert}
""",
    "templates.yaml": """
templates:
  - id: paid_once
    topics: [charged_twice]
    rule: payment_type is "card" and order_cost > 0
    texts: {en: "You paid {{ order_cost }} once."}
  - {id: driver_asked, topics: [lost_item], rule: always, texts: {en: We asked the driver.}}
  - {id: fee_explained, topics: [cancellation_fee], rule: always, texts: {en: It pays the way.}}
  - {id: sorry_late, topics: [driver_late], rule: always, texts: {en: We are sorry.}}
  - {id: enter_code, topics: [promo_code], rule: always, texts: {en: Enter it before.}}
""",
    "examples.yaml": """
received_at: 2026-03-02T09:30:00+00:00
customers:
  - id: carla
    name: Carla
    language: en
    summary: Paid her ride by card.
    facts: {payment_type: card, order_cost: "12.50"}
    messages: ["Hello, I was charged twice for my ride"]
""",
}
COLUMNS = ("id", "customer_id", "received_at", "text", "topic", "payment_type", "order_cost")


@pytest.fixture(scope="module")
def tiny_service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service's four files and, beside them, its history."""
    folder = tmp_path_factory.mktemp("tiny")
    for name, text in SERVICE.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_history(folder / "history.csv", tuple(PROBLEMS))
    return folder


def write_history(path: Path, topics: tuple[str, ...]) -> Path:
    """Five months in which every topic comes up again and again."""
    texts = [
        (f"{opener} {PROBLEMS[topic][number]}", topic)
        for opener in OPENERS
        for number in range(4)
        for topic in topics
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for number, (text, topic) in enumerate(texts):
            at = MONDAY + timedelta(hours=number)
            rows.writerow((number, f"c{number}", at.isoformat(), text, topic, "card", "12.50"))
    return path
