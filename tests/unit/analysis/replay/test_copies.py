from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.unit.analysis.replay.desks import a_random_release, decided, what_the_model_says

from firstline.analysis.replay import copies
from firstline.analysis.replay.copies import Numbered, copied_traffic
from firstline.analysis.replay.traffic import LoggedDecision, Traffic
from firstline.domain.decisions import DecisionId
from firstline.domain.facts import FactName, FactSchema
from firstline.rules import parse
from firstline.rules.columns import truth

random = Random(5)  # noqa: S311 - no secret
RELEASE = a_random_release(random)
SERVICE = RELEASE.service
DECISIONS = decided(RELEASE, [what_the_model_says(SERVICE, random, number) for number in range(30)])


class AJournal:
    """Remembers from which place on it was read."""

    def __init__(self, decisions: list[LoggedDecision]) -> None:
        self.decisions = decisions
        self.given = 0

    def after(self, place: int) -> Iterator[Numbered]:
        for number, logged in list(enumerate(self.decisions, start=1))[place:]:
            self.given += 1
            yield number, logged


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3.columns"


def assert_holds(traffic: Traffic, decisions: list[LoggedDecision]) -> None:
    assert_frame_equal(traffic.frame, Traffic.of(decisions, SERVICE.schema).frame)


def parts(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.parquet"))


def test_a_copy_holds_what_the_journal_holds(folder: Path) -> None:
    assert_holds(copied_traffic(folder, SERVICE, AJournal(DECISIONS).after), DECISIONS)


def test_a_second_time_only_what_is_new_is_read(folder: Path) -> None:
    copied_traffic(folder, SERVICE, AJournal(DECISIONS[:20]).after)
    journal = AJournal(DECISIONS)

    assert_holds(copied_traffic(folder, SERVICE, journal.after), DECISIONS)
    assert journal.given == 1 + 10  # the last known one shows that it is the same journal


def test_a_journal_without_decisions_has_an_empty_copy(folder: Path) -> None:
    assert copied_traffic(folder, SERVICE, AJournal([]).after).frame.is_empty()


def test_a_damaged_copy_is_made_anew(folder: Path) -> None:
    copied_traffic(folder, SERVICE, AJournal(DECISIONS).after)
    (part,) = parts(folder)
    part.write_bytes(part.read_bytes()[:100])

    assert_holds(copied_traffic(folder, SERVICE, AJournal(DECISIONS).after), DECISIONS)


def test_a_copy_with_a_missing_part_is_made_anew(folder: Path) -> None:
    for known in (10, 20, 30):
        copied_traffic(folder, SERVICE, AJournal(DECISIONS[:known]).after)
    parts(folder)[1].unlink()

    assert_holds(copied_traffic(folder, SERVICE, AJournal(DECISIONS).after), DECISIONS)


def test_a_copy_of_another_journal_is_made_anew(folder: Path) -> None:
    others = [replace(d, decision_id=DecisionId(f"other {d.decision_id}")) for d in DECISIONS]
    copied_traffic(folder, SERVICE, AJournal(others[:20]).after)

    assert_holds(copied_traffic(folder, SERVICE, AJournal(DECISIONS).after), DECISIONS)


def test_a_copy_of_another_schema_is_made_anew(folder: Path) -> None:
    fewer = replace(SERVICE, schema=FactSchema(SERVICE.schema.facts[:-1]))
    copied_traffic(folder, fewer, AJournal(DECISIONS).after)
    (old,) = parts(folder)

    assert_holds(copied_traffic(folder, SERVICE, AJournal(DECISIONS).after), DECISIONS)
    assert not old.exists()


def test_many_parts_become_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "AT_ONCE", 4)
    monkeypatch.setattr(copies, "MOST_PARTS", 5)

    assert_holds(copied_traffic(folder, SERVICE, AJournal(DECISIONS).after), DECISIONS)
    assert len(parts(folder)) == 1
    assert_holds(copied_traffic(folder, SERVICE, AJournal(DECISIONS).after), DECISIONS)


@pytest.mark.parametrize(
    ("cost", "rule"),
    [
        ("0.125", "order_cost is 0.125"),
        ("1E+30", "order_cost > 99999999999.5"),
        ("1E-30", "order_cost > 0 and order_cost < 0.0001"),
    ],
)
def test_numbers_of_every_size_fit_below_each_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch, cost: str, rule: str
) -> None:
    monkeypatch.setattr(copies, "AT_ONCE", 1)
    logged = [with_cost(DECISIONS[0], "99999999999.5"), with_cost(DECISIONS[1], cost)]
    frame = copied_traffic(folder, SERVICE, AJournal(logged).after).frame

    assert frame.select(truth(parse(rule), frame)).to_series().to_list() == [False, True]


def with_cost(logged: LoggedDecision, cost: str) -> LoggedDecision:
    facts = {**logged.inquiry.facts, FactName("order_cost"): Decimal(cost)}
    return replace(logged, inquiry=replace(logged.inquiry, facts=facts))


def test_only_the_owner_can_read_the_copy(folder: Path) -> None:
    copied_traffic(folder, SERVICE, AJournal(DECISIONS).after)

    assert folder.stat().st_mode & 0o077 == 0


def test_a_traffic_can_be_saved_and_loaded(tmp_path: Path) -> None:
    traffic = Traffic.of(DECISIONS, SERVICE.schema)
    traffic.save(tmp_path / "traffic.parquet")

    assert_frame_equal(Traffic.load(tmp_path / "traffic.parquet").frame, traffic.frame)
    assert traffic.frame.schema["predictions"] == pl.List(
        pl.Struct(
            {"topic": pl.Categorical(), "probability": pl.Float64(), "likeness": pl.Float64()}
        )
    )
