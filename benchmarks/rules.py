"""What 1,500 rules cost here and in engines that others wrote, and who gets them right."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

import polars as pl
from tests.oracles.rules import truth as oracle

from benchmarks.many_rules import many_facts, many_rules
from benchmarks.rule_engines import ENGINES, CannotExpress, RuleEngine
from firstline.domain.facts import Facts
from firstline.rules import parse
from firstline.rules.columns import fact_frame, truth
from firstline.rules.tree import Condition

ROUNDS = 3
ROWS = 100_000  # of the table for rules as columns
JUDGED = 100  # orders whose answers the oracle knows
BATCH = 50  # rules that go through the table together

Order: TypeAlias = tuple[Facts, datetime]
Answers: TypeAlias = Sequence[Sequence[bool]]
"""Per rule, whether it is true of each order."""


def measure() -> Mapping[str, Any]:
    service = many_rules()
    conditions = [parse(template.rule) for template in service.templates]
    orders = many_facts(service.schema, ROWS)
    right = [[oracle(rule, *order) is True for order in orders[:JUDGED]] for rule in conditions]
    trials = [_trial(engine(service.schema), conditions, orders, right) for engine in ENGINES]
    table = fact_frame([facts for facts, _ in orders], [at for _, at in orders], service.schema)
    on_columns = []
    for _ in range(ROUNDS):  # in turn, so that drift hits all alike
        for trial in trials:
            trial.run()
        on_columns.append(_seconds(lambda: _count_true(conditions, table)))
    return {
        "rules": len(conditions),
        "rounds": ROUNDS,
        "engines": [trial.numbers() for trial in trials],
        "columns": {
            "rows": ROWS,
            "evaluate_us": statistics.median(on_columns) * 1e6 / (len(conditions) * ROWS),
            "judged": len(conditions) * JUDGED,
            "wrong": _wrong(_on_columns(conditions, table.head(JUDGED)), right),
        },
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """One engine with the rules that it can express, and the times they took."""

    engine: RuleEngine
    sources: Sequence[Any]
    compiled: Sequence[Any]
    """Without the rules on which it fails, so that no error is timed."""
    contexts: Sequence[Any]
    found: Mapping[str, int]
    compile_s: list[float] = field(default_factory=list)
    evaluate_s: list[float] = field(default_factory=list)

    def run(self) -> None:
        self.compile_s.append(_seconds(self._compile_all))
        self.evaluate_s.append(_seconds(self._evaluate_all))

    def _compile_all(self) -> None:
        for source in self.sources:
            self.engine.compile(source)

    def _evaluate_all(self) -> None:
        for context in self.contexts:
            for rule in self.compiled:
                self.engine.holds(rule, context)

    def numbers(self) -> Mapping[str, Any]:
        evaluations = len(self.compiled) * len(self.contexts)
        return {
            "name": self.engine.name,
            "compile_us": statistics.median(self.compile_s) * 1e6 / len(self.sources),
            "evaluate_us": statistics.median(self.evaluate_s) * 1e6 / evaluations,
            "orders": len(self.contexts),
            **self.found,
        }


def _trial(
    engine: RuleEngine, conditions: Sequence[Condition], orders: Sequence[Order], right: Answers
) -> _Trial:
    """Translate, and hold every answer against the oracle's before any time is taken."""
    contexts = [engine.context(*order) for order in orders[: engine.orders]]
    sources, compiled, wrong, errors, inexpressible = [], [], 0, 0, 0
    for condition, expected in zip(conditions, right, strict=True):
        try:
            source = engine.write(condition)
        except CannotExpress:
            inexpressible += 1
            continue
        rule = engine.compile(source)
        answers = [_answer(engine, rule, context) for context in contexts]
        wrong += sum(a is not None and a is not e for a, e in zip(answers, expected, strict=False))
        errors += answers.count(None)
        sources.append(source)
        if None not in answers:
            compiled.append(rule)
    return _Trial(
        engine=engine,
        sources=sources,
        compiled=compiled,
        contexts=contexts,
        found={
            "judged": len(sources) * len(contexts),
            "wrong": wrong,
            "errors": errors,
            "inexpressible": inexpressible,
        },
    )


def _answer(engine: RuleEngine, rule: Any, context: Any) -> bool | None:  # noqa: ANN401
    try:
        return engine.holds(rule, context)
    except Exception:  # noqa: BLE001 - whatever an engine raises is an error of its own
        return None


def _count_true(conditions: Sequence[Condition], table: pl.DataFrame) -> None:
    for start in range(0, len(conditions), BATCH):
        batch = conditions[start : start + BATCH]
        table.lazy().select(
            truth(rule, table).sum().alias(str(number)) for number, rule in enumerate(batch)
        ).collect()


def _on_columns(conditions: Sequence[Condition], table: pl.DataFrame) -> Answers:
    return [
        table.select(truth(rule, table).fill_null(value=False)).to_series().to_list()
        for rule in conditions
    ]


def _wrong(answers: Answers, right: Answers) -> int:
    return sum(
        answer is not expected
        for row, expected_row in zip(answers, right, strict=True)
        for answer, expected in zip(row, expected_row, strict=True)
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
