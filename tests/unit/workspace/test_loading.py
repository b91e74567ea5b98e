from collections.abc import Callable
from pathlib import Path

import pytest

from firstline.domain.errors import WorkspaceError
from firstline.domain.facts import FactType
from firstline.domain.policy import Policy
from firstline.domain.templates import TemplateAct
from firstline.domain.topics import Line, Mode, TopicId
from firstline.workspace import load_service

Shop = Callable[..., Path]
Problems = Callable[[Path], list[str]]


def test_a_sound_service_has_everything_that_its_files_say(a_shop: Shop) -> None:
    service = load_service(a_shop())
    first, second = service.templates
    assert (service.name, service.languages) == ("shop", ("en", "no"))
    assert service.policy == Policy(target_precision=0.97, suggestions=2)
    assert [fact.type for fact in service.schema][:2] == [FactType.ENUM, FactType.DECIMAL]
    assert first.texts["no"] == "Du betalte én gang."  # type: ignore[index]  # a plain string
    assert (first.equivalents, second.act) == ((second.id,), TemplateAct.COURTESY)


def test_a_child_has_the_line_and_mode_of_its_parent_unless_it_says_otherwise(
    a_shop: Shop,
) -> None:
    topics = load_service(a_shop()).topics
    accident, lost_child = topics[TopicId("accident")], topics[TopicId("lost_child")]
    assert (accident.line, accident.mode) == (Line.EXPERT, Mode.SUGGEST)
    assert (lost_child.line, lost_child.mode) == (Line.EXPERT, Mode.OFF)
    assert topics[TopicId("charged_twice")].line is Line.FIRST
    assert topics[TopicId("charged_twice")].mode is Mode.AUTO


def test_words_that_older_yaml_takes_for_booleans_stay_words(a_shop: Shop) -> None:
    service = load_service(a_shop())
    assert service.languages[1] == "no"
    assert service.schema.facts[0].values == ("card", "cash", "none")


def test_a_folder_that_is_not_there_is_one_problem(tmp_path: Path, problems: Problems) -> None:
    folder = tmp_path / "shops"
    expected = f"{folder}: there is no folder `{folder}`; name the one that holds workspace.yaml"
    assert problems(folder) == [expected]


@pytest.mark.parametrize("zone", ["Europe", "../UTC", "/etc/passwd", "Europe/Berlin/x"])
def test_a_time_zone_that_is_a_path_is_no_time_zone(
    a_shop: Shop, problems: Problems, zone: str
) -> None:
    text = f"name: a\nlanguages: [en, 'no']\ntime_zone: {zone}\nencoder: all-MiniLM-L6-v2\n"
    folder = a_shop(workspace=text, templates="templates: []")
    assert problems(folder)[0].startswith(f"workspace.yaml:3: there is no time zone `{zone}`")


def test_a_broken_template_hides_nothing_about_the_others(a_shop: Shop, problems: Problems) -> None:
    text = """templates:
  - id: broken
    texts: {en: Hello}
  - id: ask_bank
    topics: [charged_twise]
    rule: always
    equivalents: [broken]
    texts: {en: Hello}
"""
    assert problems(a_shop(templates=text)) == [
        "templates.yaml:2: `topics` is missing; add it",
        "templates.yaml:2: `rule` is missing; add it",
        "templates.yaml:5: there is no topic `charged_twise`; did you mean `charged_twice`?",
    ]


def test_templates_in_a_wrong_shape_are_one_problem(a_shop: Shop, problems: Problems) -> None:
    expected = "templates.yaml:1: `templates` must be a list, with lines such as `- one`"
    assert problems(a_shop(templates="templates: {a: b}")) == [expected]


def test_templates_are_not_blamed_for_facts_that_cannot_be_read(
    a_shop: Shop, problems: Problems
) -> None:
    folder = a_shop(workspace="name: shop\nlanguages: [en]\ntime_zone: UTC\nfacts: []\n")
    assert [problem.split(":")[0] for problem in problems(folder)] == ["workspace.yaml"] * 2


def test_a_service_without_facts_can_still_be_sound(a_shop: Shop) -> None:
    folder = a_shop(
        workspace="name: faq\nlanguages: [en]\ntime_zone: UTC\nencoder: all-MiniLM-L6-v2\n",
        templates="templates: [{id: a, topics: [accident], rule: always, texts: {en: Hi}}]",
    )
    assert load_service(folder).schema.facts == ()


def test_the_error_prints_one_problem_after_another(a_shop: Shop) -> None:
    with pytest.raises(WorkspaceError, match=r"topics\.yaml: the file is empty") as caught:
        load_service(a_shop(topics="", templates=""))
    assert str(caught.value).count("\n") == 1
