from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from firstline.domain.errors import WorkspaceError
from firstline.workspace import load_schema, load_service

Shop = Callable[..., Path]
Problems = Callable[[Path], list[str]]

TEMPLATES = """
templates:
  - id: on_its_way
    topics: [charged_twice]
    rule: pickup_at at most 2 hours ago
    examples:
      - gets_it: true
        because: an hour ago
        facts: {pickup_at: "2026-03-01T11:00:00"}
        received_at: "2026-03-01T12:00:00"
    texts: {en: It is on its way.}
"""


def test_an_example_is_read_in_the_zone_of_the_service(a_shop: Shop) -> None:
    (template,) = load_service(a_shop(templates=TEMPLATES)).templates
    (example,) = template.examples
    assert (example.gets_it, example.because) == (True, "an hour ago")
    assert example.facts == {"pickup_at": "2026-03-01T11:00:00"}
    assert example.received_at is not None
    assert example.received_at.replace(tzinfo=None) == datetime(2026, 3, 1, 12)  # noqa: DTZ001
    assert example.received_at.utcoffset() == timedelta(hours=1)


def test_a_template_needs_no_examples(a_shop: Shop) -> None:
    assert all(template.examples == () for template in load_service(a_shop()).templates)


def test_a_problem_of_a_template_names_it(a_shop: Shop) -> None:
    broken = TEMPLATES.replace("pickup_at at", "pick_up at")
    with pytest.raises(WorkspaceError) as caught:
        load_service(a_shop(templates=broken, topics="topics: [{id: charged_twice}]"))
    topic, rule = caught.value.problems
    assert (topic.file, topic.template, topic.misfit) == ("topics.yaml", "", None)
    assert (rule.file, rule.template) == ("templates.yaml", "on_its_way")
    assert rule.misfit is not None
    assert rule.misfit.source == "pick_up at most 2 hours ago"


def test_examples_are_read_also_where_the_time_zone_is_wrong(
    a_shop: Shop, problems: Problems
) -> None:
    workspace = "{name: shop, languages: [en], time_zone: Mars, encoder: all-MiniLM-L6-v2}"
    found = problems(a_shop(workspace=workspace, templates=TEMPLATES))
    assert "there is no time zone `Mars`" in found[0]
    assert "there is no fact `pickup_at`" in found[1]


def test_facts_alone_are_read_as_those_of_a_service(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("facts:\n  payment_type: {type: enum, values: [card, cash]}\n")
    (fact,) = load_schema(path)
    assert (fact.name, fact.values) == ("payment_type", ("card", "cash"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "facts.yaml: the file is empty"),
        ("facts: {}", "facts.yaml:1: `facts` is empty; fill it in"),
        ("name: shop", "facts.yaml:1: `facts` is missing; add it"),
        (
            "facts:\n  id: {type: int}",
            "facts.yaml:2: a fact cannot be called `id`: history files have a column of that name",
        ),
        (
            "facts:\n  riders: {type: int}\nfact: {}",
            "facts.yaml:3: there is no key `fact`; did you mean `facts`?",
        ),
    ],
)
def test_wrong_facts_are_reported_as_those_of_a_service(
    text: str, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(text)
    with pytest.raises(WorkspaceError) as caught:
        load_schema(path)
    assert problem in str(caught.value).splitlines()
