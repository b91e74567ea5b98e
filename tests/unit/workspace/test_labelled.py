from collections.abc import Callable
from pathlib import Path

import pytest

from firstline.domain.errors import WorkspaceError
from firstline.workspace import load_labelled, load_service

Shop = Callable[..., Path]


def written(folder: Path, cases: str) -> Path:
    path = folder / "test_cases.yaml"
    path.write_text(
        'received_at: "2026-03-01T12:00:00"\norders:\n  paid: {payment_type: card}\n'
        f"cases:\n{cases}"
    )
    return path


def test_a_case_has_the_facts_of_its_order_and_its_own(a_shop: Shop) -> None:
    folder = a_shop()
    service = load_service(folder)
    topic, template = service.topics.leaves[0].id, service.templates[0].id
    path = written(
        folder,
        f"  - {{text: 'Charged twice, anna@shop.example', order: paid, topic: {topic},\n"
        f"     template: {template}, facts: {{order_cost: '12.50'}}}}\n",
    )
    (case,) = load_labelled(path, service)
    assert case.inquiry.text == "Charged twice, ⟨EMAIL⟩"
    assert str(case.inquiry.facts).count("card") == 1
    assert (case.topic_id, case.template_id) == (topic, template)


def test_every_dangling_name_is_reported_with_its_line(a_shop: Shop) -> None:
    folder = a_shop()
    service = load_service(folder)
    path = written(
        folder,
        "  - {text: Hi, order: payed, topic: nothing_such, template: nobody,\n"
        "     facts: {payment_typ: card}}\n",
    )
    with pytest.raises(WorkspaceError) as refused:
        load_labelled(path, service)
    messages = [str(problem) for problem in refused.value.problems]
    assert len(messages) == 4
    assert any("there is no order `payed`; did you mean `paid`?" in text for text in messages)
    assert all(text.startswith("test_cases.yaml:") for text in messages)
