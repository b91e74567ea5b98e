"""From four files and a history to a live release, as a person types it."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.builders import an_inquiry
from tests.integration.learning.conftest import write_history
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line
from firstline.domain.decisions import Suggestion
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.inference.encoders import Encoder
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore


def run(command: str, *arguments: str | Path) -> Result:
    words = [command, *map(str, arguments)]
    return CliRunner().invoke(command_line([command]), words)


@dataclass(frozen=True)
class Ada:
    """The ML engineer, who has trained and published once."""

    service: Path
    store: Path
    printed: str


@pytest.fixture(scope="module")
def ada(tiny_service: Path, tmp_path_factory: pytest.TempPathFactory) -> Ada:
    store = tmp_path_factory.mktemp("ada") / "releases"
    history = tiny_service / "history.csv"
    result = run("train", tiny_service, "--history", history, "--store", store, "--publish")
    assert result.exit_code == 0, result.output
    return Ada(tiny_service, store, result.output)


def test_the_service_and_its_history_check_out(tiny_service: Path) -> None:
    result = run("check", tiny_service, "--history", tiny_service / "history.csv")

    assert result.exit_code == 0
    assert "tiny: 6 topics, 5 templates, 2 facts — no problems" in result.output
    assert "history.csv: kept 120 of 120 rows" in result.output


def test_training_tells_what_it_read_learnt_promises_and_wrote(ada: Ada) -> None:
    live = ReleaseStore(ada.store).live()

    assert live
    for line in (
        "history.csv: kept 120 of 120 rows",
        "of held-out right, log loss",
        "Promises",
        "By topic",
        "Scorecard of the test weeks",
        f"release {live[:12]} is live",
    ):
        assert line in ada.printed


def test_training_again_gives_the_very_same_release(ada: Ada, tmp_path: Path) -> None:
    history = ada.service / "history.csv"
    result = run("train", ada.service, "--history", history, "--store", tmp_path / "again")

    assert result.exit_code == 0
    assert [path.name for path in (tmp_path / "again").iterdir() if path.is_dir()] == [
        ReleaseStore(ada.store).live()
    ]
    assert ReleaseStore(tmp_path / "again").live() is None


def test_a_release_is_scored_on_labelled_inquiries_and_its_plots_are_saved(
    ada: Ada, tmp_path: Path
) -> None:
    plots = tmp_path / "plots"
    result = run("evaluate", ada.service / "history.csv", "--store", ada.store, "--plots", plots)

    assert result.exit_code == 0, result.output
    assert "Scorecard on history.csv" in result.output
    assert "answered automatically (coverage)" in result.output
    assert "calibration error" in result.output
    assert sorted(path.name for path in plots.iterdir()) == ["reliability.png", "risk-coverage.png"]


def test_a_history_with_a_single_topic_says_what_to_do(tiny_service: Path, tmp_path: Path) -> None:
    history = write_history(tmp_path / "history.csv", ("lost_item",))
    result = run("train", tiny_service, "--history", history, "--store", tmp_path / "releases")

    assert result.exit_code == 1
    assert "have only `lost_item`; label inquiries of at least two topics" in result.stderr
    assert not (tmp_path / "releases").exists()


def test_training_a_broken_service_lists_its_problems(tmp_path: Path) -> None:
    (tmp_path / "workspace.yaml").write_text("")
    result = run("train", tmp_path, "--history", tmp_path / "history.csv")

    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert "workspace.yaml: the file is empty" in result.stderr
    assert "Traceback" not in result.output


@pytest.fixture
def edited(ada: Ada, tmp_path: Path) -> Ada:
    """The service and the store of Ada, copied to be changed."""
    service = Path(shutil.copytree(ada.service, tmp_path / "service"))
    return Ada(service, Path(shutil.copytree(ada.store, tmp_path / "releases")), "")


def test_an_edited_rule_is_released_without_training(edited: Ada, tmp_path: Path) -> None:
    before = ReleaseStore(edited.store).live()
    change = tmp_path / "change.yaml"
    change.write_text('rules:\n  sorry_late: payment_type is "cash"\n')
    result = run(
        "release", edited.service, "--change", change, "--store", edited.store, "--publish"
    )

    assert result.exit_code == 0, result.output
    live = ReleaseStore(edited.store).live() or ""
    assert live != before
    assert f"release {live[:12]} is live" in result.output
    release = read_release(ReleaseStore(edited.store).named_or_live())
    assert release.service.template(TemplateId("sorry_late")).rule == 'payment_type is "cash"'


def test_the_same_content_keeps_its_promises(edited: Ada) -> None:
    before = read_release(ReleaseStore(edited.store).named_or_live())
    result = run("release", edited.service, "--store", edited.store, "--publish")

    assert result.exit_code == 0, result.output
    after = read_release(ReleaseStore(edited.store).named_or_live())
    assert after.thresholds == before.thresholds
    assert after.golden == before.golden


def test_a_second_edit_follows_the_first(edited: Ada, tmp_path: Path) -> None:
    for number in (10, 20):
        change = tmp_path / "change.yaml"
        change.write_text(f"rules:\n  sorry_late: order_cost > {number}\n")
        result = run(
            "release", edited.service, "--change", change, "--store", edited.store, "--publish"
        )
        assert result.exit_code == 0, result.output
    release = read_release(ReleaseStore(edited.store).named_or_live())
    assert release.service.template(TemplateId("sorry_late")).rule == "order_cost > 20"


def test_an_example_that_the_edited_rule_breaks_stops_it(edited: Ada, tmp_path: Path) -> None:
    templates = edited.service / "templates.yaml"
    templates.write_text(
        templates.read_text().replace(
            "{id: sorry_late, topics: [driver_late], rule: always,",
            "{id: sorry_late, topics: [driver_late], rule: always,\n"
            "     examples: [{gets_it: true, facts: {payment_type: card}}],",
        )
    )
    change = tmp_path / "change.yaml"
    change.write_text('rules:\n  sorry_late: payment_type is "cash"\n')
    result = run("release", edited.service, "--change", change, "--store", edited.store)

    assert result.exit_code == 1
    assert "this order should get the template, but the rule is false of it" in result.output


def test_what_the_model_has_learnt_does_not_change_without_training(edited: Ada) -> None:
    workspace = edited.service / "workspace.yaml"
    workspace.write_text(workspace.read_text().replace("[card, cash]", "[card, cash, wallet]"))
    result = run("release", edited.service, "--store", edited.store)

    assert result.exit_code == 1
    assert "has learnt from the fact `payment_type`" in result.output


def test_without_its_evidence_a_release_cannot_promise_anything_new(edited: Ada) -> None:
    for path in edited.store.glob("*.evidence.json.gz"):
        path.unlink()
    result = run("release", edited.service, "--store", edited.store)

    assert result.exit_code == 1
    assert "nothing can be promised for other content; train again" in result.output


def test_thresholds_show_what_other_targets_would_give(ada: Ada) -> None:
    result = run("thresholds", ada.service, "--store", ada.store, "--target", "0.5")

    assert result.exit_code == 0, result.output
    assert "Answered automatically, if promised" in result.output
    assert "50%" in result.output


def test_thresholds_show_what_a_budget_and_what_costs_would_give(ada: Ada) -> None:
    result = run(
        *("thresholds", ada.service, "--store", ada.store),
        *("--share", "0.1", "--wrong-costs", "4"),
    )

    assert result.exit_code == 0, result.output
    words = " ".join(result.output.split())
    assert "at most" in words
    assert "wrong" in words


def test_a_topic_has_a_curve_as_a_table_and_as_a_picture(ada: Ada, tmp_path: Path) -> None:
    plot = tmp_path / "plots" / "curve.png"
    result = run(
        *("thresholds", ada.service, "--store", ada.store),
        *("--topic", "lost_item", "--plot", plot),
    )

    assert result.exit_code == 0, result.output
    assert "at least" in result.output
    assert plot.read_bytes().startswith(b"\x89PNG")


def test_programs_get_the_curves_as_json(ada: Ada) -> None:
    result = run("thresholds", ada.service, "--store", ada.store, "--json")
    pools = json.loads(result.output)

    assert {topic for pool in pools for topic in pool["topics"]} >= {"lost_item", "driver_late"}
    assert {"threshold", "answered", "lower_bound"} <= pools[0]["curve"][0].keys()


def test_a_topic_that_does_not_exist_gets_a_suggestion(ada: Ada) -> None:
    result = run("thresholds", ada.service, "--store", ada.store, "--topic", "lost_itm")

    assert result.exit_code == 2
    assert "did you mean `lost_item`?" in result.output


def test_r18_a_hundred_rows_are_enough_to_suggest_and_it_says_what_auto_still_needs(
    tiny_service: Path, encoder: Encoder, tmp_path: Path
) -> None:
    careful = shutil.copytree(tiny_service, tmp_path / "careful")
    workspace = careful / "workspace.yaml"
    workspace.write_text(workspace.read_text().replace("precision: 0.75", "precision: 0.99"))
    history, store = careful / "history.csv", tmp_path / "releases"
    result = run("train", careful, "--history", history, "--store", store, "--publish")

    assert result.exit_code == 0, result.output
    assert "suggests only: needs" in result.output
    engine = Engine(read_release(store / str(ReleaseStore(store).live())), encoder)
    lacking = engine.release.thresholds.of(TopicId("charged_twice"))
    assert lacking
    assert lacking.cases_needed

    order = {"payment_type": "card", "order_cost": "12.50"}
    decision = engine.answer(an_inquiry(facts=order).typed(engine.release.service))
    assert isinstance(decision, Suggestion)
    assert "paid_once" in {reply.template_id for reply in decision.replies}
