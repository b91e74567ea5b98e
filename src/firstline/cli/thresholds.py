"""`firstline thresholds`: what other policies would give, and the curve behind a promise."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from firstline.analysis.plots import save_precision_curve
from firstline.cli.options import STORE, ServiceFolder, StoreFolder
from firstline.domain.facts import did_you_mean
from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.policy import Budget, Costs, Policy
from firstline.domain.services import Service
from firstline.learning.curves import PoolCurve, curves
from firstline.learning.recalibration import evidence_for, with_content
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore
from firstline.workspace import load_service

TARGETS = (0.9, 0.95, 0.97, 0.99)
JSON = TypeAdapter(list[dict[str, object]])


def thresholds(
    service: ServiceFolder,
    topic: Annotated[str, typer.Option(help="Show the curve of this topic's pool.")] = "",
    target: Annotated[
        list[float] | None, typer.Option(min=0.01, max=0.999, help="A precision; repeatable.")
    ] = None,
    share: Annotated[
        list[float] | None,
        typer.Option(min=0.001, max=0.999, help="A budget: send at most this share; repeatable."),
    ] = None,
    wrong_costs: Annotated[
        list[float] | None,
        typer.Option(min=1.01, help="A wrong reply costs as much as this many of agents'."),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="With --topic: save the curve as this PNG file.")
    ] = None,
    store: StoreFolder = STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what each target, budget or cost would let the live model answer, pool by pool."""
    content = load_service(service)
    live = read_release(ReleaseStore(store).named_or_live())
    evidence = evidence_for(live, store)
    policies = tuple(_policies(content.policy, target, share, wrong_costs))
    found = curves(with_content(live, content, evidence), evidence, policies)
    if topic:
        found = (_of_topic(found, topic, content),)
    if as_json:
        typer.echo(JSON.dump_json(list(map(_as_json, found)), indent=1))
        return
    console = Console()
    console.print(_what_if(found, policies))
    if topic:
        console.print(_curve(found[0], confidence=1 - content.policy.delta))
    if topic and plot is not None:
        promised = sorted({guarantee.target for guarantee in found[0].guarantees})
        save_precision_curve(plot, found[0].points, promised)
        console.print(f"saved {plot}", highlight=False)


def _policies(
    own: Policy,
    targets: Sequence[float] | None,
    shares: Sequence[float] | None,
    ratios: Sequence[float] | None,
) -> Iterator[Policy]:
    """What was asked for; else the service's own policy, and the usual targets."""
    if own.method is not None and not (targets or shares or ratios):
        yield own
    if not (targets or shares or ratios):
        targets = sorted({own.target_precision, *TARGETS})
    for target in targets or ():
        yield replace(own, target_precision=target, method=None)
    for share in shares or ():
        yield replace(own, method=Budget(share=share, per_day=None))
    for ratio in ratios or ():
        yield replace(own, method=Costs(wrong_reply=ratio, agent_reply=1.0))


def _of_topic(found: Sequence[PoolCurve], topic: str, service: Service) -> PoolCurve:
    for curve in found:
        if topic in curve.scores.pool.topics:
            return curve
    names = tuple(str(leaf.id) for leaf in service.topics.leaves)
    raise typer.BadParameter(f"there is no topic `{topic}` to answer{did_you_mean(topic, names)}")


def _what_if(found: Sequence[PoolCurve], policies: Sequence[Policy]) -> Table:
    table = Table(title="Answered automatically, if promised", title_justify="left")
    table.add_column("topics")
    for policy in policies:
        table.add_column(_heading(policy), justify="right")
    for curve in found:
        cells = map(_cell, curve.guarantees)
        table.add_row(curve.scores.pool.name, *cells)
    return table


def _heading(policy: Policy) -> str:
    target = _percent(policy.target_precision)
    match policy.method:
        case None:
            return target
        case Budget(per_day=int(most)):
            budget = f"at most {most:,} a day"
        case Budget(share=share):
            budget = f"at most {_percent(share or 0.0)}"
        case Costs() as costs:
            return f"wrong costs {costs.wrong_reply / costs.agent_reply:g} ×"
    return f"{budget}, {target}" if policy.method.keep_target else budget


def _percent(share: float) -> str:
    return f"{share:.1%}".replace(".0%", "%")


def _cell(guarantee: PrecisionGuarantee) -> str:
    if guarantee.threshold is not None:
        return f"{guarantee.answered / guarantee.cases:.0%} from {guarantee.threshold:.2f}"
    if guarantee.cases_needed is None:
        return "not right often enough"
    return f"needs about {guarantee.cases_needed:,} more cases"


def _curve(curve: PoolCurve, *, confidence: float) -> Table:
    title = f"{curve.scores.pool.name}: the curve"
    caption = (
        f"Bounds are {confidence:.0%} sure for each line alone; which line keeps a promise is "
        "said above, where many are tested."
    )
    table = Table(title=title, title_justify="left", caption=caption, caption_justify="left")
    for name in ("answered", "from", "right", "at least", "at most", "cases"):
        table.add_column(name, justify="right")
    for point in curve.points:
        table.add_row(
            f"{point.coverage:.0%}",
            f"{point.threshold:.2f}",
            f"{point.precision:.1%}",
            f"{point.lower_bound:.1%}",
            f"{point.upper_bound:.1%}",
            f"{point.right} of {point.answered}",
        )
    return table


def _as_json(curve: PoolCurve) -> dict[str, object]:
    return {
        "pool": curve.scores.pool.name,
        "topics": curve.scores.pool.topics,
        "curve": curve.points,
        "guarantees": curve.guarantees,
    }
