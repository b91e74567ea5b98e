"""What a retraining reads, and what it tells."""

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from tests.builders import MONDAY, a_service
from tests.unit.cli.conftest import Command
from tests.unit.learning.retraining.desks import a_row, gathered
from tests.unit.learning.retraining.desks import answered as answered_by_agent
from tests.unit.learning.retraining.test_promotion import a_comparison, a_contest, a_side

from firstline.cli.retraining.report import print_report, summary
from firstline.domain.cases import Case
from firstline.domain.changes import ShareChange
from firstline.domain.decisions import DecisionId
from firstline.domain.facts import FactSchema
from firstline.domain.progress import silently
from firstline.domain.templates import TemplateId
from firstline.journal.entries import Outcome, OutcomeKind
from firstline.journal.writer import Journal
from firstline.learning.retraining.decisions import past_decisions
from firstline.learning.retraining.gathering import Gathered, Omission, Said
from firstline.learning.retraining.material import Material
from firstline.learning.retraining.promotion import judge
from firstline.learning.retraining.relabelling import UNDECIDED
from firstline.learning.retraining.reports import Learnt, Moved, Report
from firstline.learning.retraining.representative import Labelled

SERVICE = a_service()


def report_of(journal: Path, decision_id: str, *said: tuple[OutcomeKind, str | None]) -> None:
    open_journal = Journal(journal)
    for kind, template in said:
        outcome = Outcome(
            decision_id=DecisionId(decision_id),
            kind=kind,
            recorded_at=MONDAY,
            template_id=TemplateId(template) if template else None,
        )
        open_journal.record_outcome(outcome).result()
    open_journal.close()


def test_an_audit_counts_more_than_a_reply_and_the_last_word_more_than_the_first(
    answered: tuple[Path, list[str]], journal: Path
) -> None:
    reply, audit = OutcomeKind.AGENT_REPLY, OutcomeKind.AUDIT
    first, second, third = answered[1]
    report_of(journal, first, (audit, "a"), (audit, "b"), (reply, "c"))
    report_of(journal, second, (reply, "a"), (reply, None), (OutcomeKind.ESCALATED, None))
    report_of(journal, third, (OutcomeKind.RATING, None))
    said = [decision.said for decision in past_decisions(journal, SERVICE, silently)]

    assert said == [
        Said(topic="", template="b", is_audit=True),
        Said(topic="", template="", is_audit=False),
        None,
    ]


def test_facts_that_the_service_no_longer_knows_are_told_apart(journal: Path) -> None:
    fewer = FactSchema(tuple(fact for fact in SERVICE.schema if fact.name != "order_cost"))
    now = replace(SERVICE, schema=fewer)
    decisions = list(past_decisions(journal, now, silently))

    assert [decision.facts_fit for decision in decisions] == [False] * 3
    assert all(value is None for value in decisions[0].inquiry.facts.values())


def material(found: Gathered) -> Material:
    return Material(cases=found.cases, gathered=found, moved={})


def test_answers_that_name_nothing_are_pointed_out() -> None:
    bare = replace(answered_by_agent("1"), said=Said(topic="", template="", is_audit=False))
    (note,) = material(gathered(bare)).notes()

    assert note.startswith("1 answers name neither template nor topic")


@pytest.mark.parametrize(
    ("rows", "is_suspicious"),
    [
        ((a_row("other", hours=1),), True),
        ((a_row("1", hours=1), a_row("other", hours=1)), False),  # the ids are the same ones
        ((a_row("earlier", hours=-1),), False),
    ],
    ids=["no id of a decision", "ids of decisions", "from before"],
)
def test_a_history_that_may_hold_our_own_answers_is_suspicious(
    rows: tuple[Case, ...], is_suspicious: bool
) -> None:
    unsaid = replace(answered_by_agent("1"), said=None)
    notes = list(material(gathered(unsaid, rows=rows)).notes())

    assert any("it learns from its own answers" in note for note in notes) == is_suspicious


def a_report(*, coverage: ShareChange | None = None, promoted: bool = False) -> Report:
    comparison = a_comparison(
        old=a_side("old" * 20), new=a_side("new" * 20, sent=0, right=0), coverage=coverage
    )
    return Report(
        promoted=promoted,
        verdict=judge(a_contest(comparison)),
        live="old" * 20,
        release="new" * 20,
        notes=("a note",),
        learnt=Learnt(
            cases=10,
            splits={"train": 7, "test": 3},
            labelled=Labelled(sent=100, audited=10, unsent=50, answered=25),
            omitted={Omission.RETIRED_TEMPLATE: 2},
            moved=(
                Moved(topic="late", to="very_late", cases=4),
                Moved(topic="promo", to=UNDECIDED, cases=1),
                *(Moved(topic=f"old {n}", to="new", cases=1) for n in range(20)),
            ),
        ),
        comparison=comparison,
    )


def test_the_report_says_what_was_learnt_from() -> None:
    console = Console(file=StringIO(), width=200)
    print_report(console, a_report())
    printed = console.file.getvalue()  # type: ignore[attr-defined]

    for line in (
        "10 labelled inquiries: train 7, test 3",
        "10 of 100 automatic replies and 25 of 50 other inquiries are labelled; 10% of each",
        "4 cases of late count for very_late now",
        "1 cases of promo may be about several topics",
        "and 2 more such changes; --json has them all",
        "left out 2 that were answered with templates that there are no longer",
        "a note",
    ):
        assert line in printed


GAIN = ShareChange(before=0.5, after=0.55, low=0.02, high=0.08, blocks=9)


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (a_report(), "release oldoldoldold stays live, newnewnewnew is kept aside: it is not"),
        (a_report(coverage=GAIN), "release newnewnewnew is better: it answers more: 50.0% → 55.0%"),
        (a_report(coverage=GAIN, promoted=True), "release newnewnewnew is live: it answers more"),
    ],
    ids=["kept", "better", "promoted"],
)
def test_one_sentence_says_what_became_of_it(report: Report, words: str) -> None:
    assert summary(report).startswith(words)


def test_the_usual_journal_is_read_where_nothing_is_named(
    firstline: Command,
    a_shop: Callable[..., Path],
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = firstline("retrain", a_shop(), "--store", store)

    assert result.exit_code == 1
    assert "there is no readable journal at var/journal.sqlite3" in result.stderr


def test_a_store_that_cannot_be_written_is_said_so(
    firstline: Command, a_shop: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    result = firstline("retrain", a_shop(), "--store", tmp_path / "file" / "releases")

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
