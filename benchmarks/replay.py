"""Replay over a million inquiries: 200 topics, 1,500 rules, from the Parquet copy on disk."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from tests.builders import a_release

from benchmarks.many_rules import many_facts, many_rules
from firstline.analysis.replay.candidates import candidates, ranked
from firstline.analysis.replay.impact import impact_of
from firstline.analysis.replay.outcomes import outcomes
from firstline.analysis.replay.traffic import ACT, CONTEXT, OUTCOME, Traffic
from firstline.domain.services import Service
from firstline.domain.traces import MessageAct
from firstline.release.records import Release
from firstline.rules.columns import fact_frame

ROWS = 1_000_000
ORDERS = 50_000  # different ones; every other row repeats one on another day
DAYS, LOGGED = 30, 5
ROUNDS = 5
TARGETS = {"one_rule": 3.0, "all_templates": 10.0}  # seconds


def measure(rows: int = ROWS) -> Mapping[str, Any]:
    live = _release(many_rules())
    frame = _inquiries(live.service, rows)
    decided, seconds_for_all = _timed(lambda: outcomes(live, frame))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "traffic.parquet"
        _recorded(live, frame, decided).save(path)
        megabytes = path.stat().st_size / 1e6
        changed = _with_one_rule_changed(live)
        runs = [_timed(lambda: impact_of(Traffic.load(path), live, changed)) for _ in range(ROUNDS)]
    impact = runs[0][0]
    return {
        "rows": rows,
        "topics": len(live.service.topics.leaves),
        "rules": len(live.service.templates),
        "seconds_one_rule": statistics.median(seconds for _, seconds in runs),
        "seconds_all_templates": seconds_for_all,
        "targets": TARGETS,
        "decided_anew": impact.decided_anew,
        "counts": {change.value: count for change, count in impact.counts.items()},
        "flips": len(impact.flips),
        "parquet_megabytes": megabytes,
    }


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def _release(service: Service) -> Release:
    random_ = random.Random(3)
    topics = [topic.id for topic in service.topics.leaves]
    return replace(
        a_release(
            service,
            dict.fromkeys(topics, 1 / len(topics)),
            threshold=0.3,
            routed_from=1.1,
            usage={template.id: random_.random() for template in service.templates},
        ),
        digest="live",
    )


def _with_one_rule_changed(live: Release) -> Release:
    first, *others = live.service.templates
    changed = replace(first, rule=f"({first.rule}) or airport_trip is true")
    return replace(live, service=replace(live.service, templates=(changed, *others)))


def _inquiries(service: Service, rows: int) -> pl.DataFrame:
    """Draw orders and move each by whole days, so that its times still fit each other."""
    random_ = np.random.default_rng(5)
    orders = many_facts(service.schema, ORDERS)
    facts = fact_frame([facts for facts, _ in orders], [at for _, at in orders], service.schema)
    drawn = facts[random_.integers(0, ORDERS, rows)]
    days = pl.lit(pl.Series(random_.integers(0, DAYS, rows)))
    moved = drawn.with_columns(pl.col(pl.Datetime) + pl.duration(days=days))
    number = pl.int_range(rows).cast(pl.String)
    words = pl.lit("Hello, please look at my order again, something is wrong with it: no. ")
    context = pl.select(
        decision_id=pl.format("decision_{}", number),
        release=pl.lit("live"),
        text=words + number,
        facts_fit=pl.lit(value=True),
        language=pl.lit("en"),
        act=pl.lit(MessageAct.SUBSTANCE.value, ACT),
        person_has_spoken=pl.lit(pl.Series(random_.random(rows) < 0.05)),
        auto_reply_sent=pl.lit(pl.Series(random_.random(rows) < 0.05)),
        negative=pl.lit(0.0),
        expert_probability=pl.lit(0.0),
        predictions=pl.lit(_predictions(service, random_, rows)),
    )
    types = pl.Schema({name: CONTEXT[name] for name in context.columns})
    return pl.concat([context.cast(types), moved], how="horizontal")


def _recorded(live: Release, frame: pl.DataFrame, decided: pl.DataFrame) -> Traffic:
    """Log what was found and decided, as a journal does."""
    found = (
        ranked(candidates(live, frame))
        .group_by("row")
        .agg(candidates=pl.struct("template", "topic", "probability"))
    )
    logged = frame.with_row_index("row").join(found, "row", how="left", maintain_order="left")
    columns = [*CONTEXT, *OUTCOME, "received_at", *frame.select("^fact:.*$").columns]
    return Traffic(pl.concat([logged, decided], how="horizontal").select(columns))


def _predictions(service: Service, random_: np.random.Generator, rows: int) -> pl.Series:
    """One likely topic and a tail, as a calibrated classifier gives them."""
    topics = pl.Series([topic.id for topic in service.topics.leaves], dtype=pl.Categorical())
    likely = np.sort(random_.dirichlet([2.0, 0.5, 0.3, 0.2, 0.1, 0.1], rows)[:, :LOGGED], axis=1)
    found = random_.integers(0, len(topics), (rows, LOGGED)).ravel()
    listed = pl.DataFrame(
        {
            "row": np.repeat(np.arange(rows), LOGGED),
            "topic": topics.gather(found),
            "probability": likely[:, ::-1].ravel(),
            "likeness": random_.random(rows * LOGGED),
        }
    )
    structs = pl.struct("topic", "probability", "likeness").alias("predictions")
    return listed.group_by("row", maintain_order=True).agg(structs)["predictions"]


if __name__ == "__main__":
    print(measure())
