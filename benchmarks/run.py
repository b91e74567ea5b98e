"""Run every benchmark, print one table, write results/*.json and the README's numbers."""

import importlib
import json
import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markdown import Markdown

from firstline.inference.encoders import fingerprint

PARTS = ("latency", "throughput", "rides", "quality", "redaction")
"""Modules beside this one, each with a function `measure`; `encoder` needs PyTorch."""
RESULTS = Path(__file__).parent / "results"
README = Path("README.md")
BEGIN, END = "<!-- numbers: written by make bench -->", "<!-- end of numbers -->"


def main() -> None:
    RESULTS.mkdir(exist_ok=True)
    for name in sys.argv[1:] or PARTS:
        Console().print(f"measuring {name}…")
        _write(name, importlib.import_module(f"benchmarks.{name}").measure())
    summary = "\n".join(_summary({name: _read(name) for name in (*PARTS, "encoder")}))
    (RESULTS / "summary.md").write_text(summary + "\n")
    _into_readme(summary)
    Console().print(Markdown(summary))


def _write(name: str, numbers: Any) -> None:  # noqa: ANN401 - whatever a part measures
    content = {
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "on": f"{fingerprint()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "numbers": numbers,
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=1, default=str) + "\n")


def _read(name: str) -> Any:  # noqa: ANN401
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text())["numbers"] if path.exists() else None


def _summary(parts: Mapping[str, Any]) -> Iterator[str]:
    """Tables of whatever has been measured."""
    if parts["quality"] and parts["rides"]:
        rides = {"name": "rides, as one pool", "promises": parts["rides"]["as_one_pool"]}
        yield from _quality(parts["quality"], rides)
    if parts["rides"]:
        yield from _rides(parts["rides"])
    if parts["latency"] and parts["throughput"]:
        yield from _speed(parts["latency"], parts["throughput"])
    if parts["encoder"]:
        yield from _encoder(parts["encoder"])


def _quality(sets: Sequence[Mapping[str, Any]], rides: Mapping[str, Any]) -> Iterator[str]:
    yield "| public data | topic found | answered at 95 / 97 / 99 % | best possible | trained in |"
    yield "|---|--:|--:|--:|--:|"
    for public in sets:
        seconds = public["seconds_to_embed"] + public["seconds_to_train"]
        yield (
            f"| {public['name']} | {public['accuracy']:.1%} | {_row(public, 'coverage')} | "
            f"{_row(public, 'best_coverage')} | {seconds:.0f} s |"
        )
    weeks = f"{_row(rides, 'coverage')} | {_row(rides, 'best_coverage')}"
    yield f"| {rides['name']} | – | {weeks} | – |"
    yield ""
    yield "| promise broken, of 200 calibrations | at 95 / 97 / 99 % | naive threshold |"
    yield "|---|--:|--:|"
    for public in (*sets, rides):
        yield f"| {public['name']} | {_row(public, 'broken')} | {_row(public, 'naive_broken')} |"
    yield ""
    yield "In rides 3 % of the agents' choices are wrong, so nothing can be measured right at 95 %."
    yield ""
    outside = next(public for public in sets if public["promises"][0]["out_of_scope_answered"])
    yield (
        f"Of the out-of-scope messages of {outside['name']}, which are 18 % of its test part, "
        f"{_row(outside, 'out_of_scope_answered')} are answered."
    )
    yield ""


def _row(public: Mapping[str, Any], key: str) -> str:
    return " / ".join(f"{100 * promise[key]:.0f}" for promise in public["promises"]) + " %"


def _rides(numbers: Mapping[str, Any]) -> Iterator[str]:
    yield f"| rides, promised {numbers['target']:.0%} | test weeks | hand-written |"
    yield "|---|--:|--:|"
    weeks, written = numbers["test_weeks"], numbers["hand_written"]
    yield f"| inquiries | {weeks['cases']:,} | {written['cases']:,} |"
    for name, key in (
        ("topic found", "accuracy"),
        ("answered automatically", "coverage"),
        ("right among these", "precision"),
        ("expert inquiries routed", "expert_recall"),
        ("right reply among suggestions", "suggestion_hits"),
    ):
        yield f"| {name} | {weeks[key]['value']:.1%} | {written[key]['value']:.1%} |"
    broken = numbers["broken"]
    yield (
        f"| promises broken, of {broken['runs']} calibrations | precision "
        f"{broken['precision']:.0%}, recall {broken['recall']:.0%} | – |"
    )
    yield ""


def _speed(decision: Mapping[str, Any], service: Mapping[str, Any]) -> Iterator[str]:
    times_of = decision["milliseconds"]
    whole, alone = times_of["decision"], times_of["encoder pass alone"]
    yield "| speed, 2 cores | |"
    yield "|---|--:|"
    yield (
        f"| one decision, {decision['topics']} topics, {decision['rules']:,} rules, 1 thread | "
        f"p50 {whole['p50']:.1f}, p99 {whole['p99']:.1f} ms; "
        f"{decision['ratio_median']:.2f} × the encoder pass ({alone['p50']:.1f} ms) |"
    )
    paced = service["milliseconds_paced"]
    yield (
        f"| answers a second over HTTP, each durable | {service['answers_per_second']:.0f} = "
        f"{service['share_of_encoder']:.0%} of two bare encoder sessions |"
    )
    times = f"{paced['p50']:.0f} / {paced['p99']:.0f} ms"
    yield f"| p50 / p99 at 60 % of that ({service['paced_at']:.0f} a second) | {times} |"
    yield ""


def _encoder(by_tokens: Mapping[str, Any]) -> Iterator[str]:
    yield "| encoder, 1 thread | PyTorch fp32 | int8 here | cosine |"
    yield "|---|--:|--:|--:|"
    for tokens, runs in by_tokens.items():
        slow, fast = runs["PyTorch fp32"], runs["CTranslate2 int8"]
        yield (
            f"| {tokens} tokens | {slow['milliseconds']:.1f} ms | {fast['milliseconds']:.1f} ms = "
            f"{fast['times_faster']:.1f} × faster | {fast['cosine_to_pytorch']:.3f} |"
        )
    yield ""


def _into_readme(summary: str) -> None:
    text = README.read_text()
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if found:
        README.write_text(f"{before}{BEGIN}\n{summary}\n{END}{after}")


if __name__ == "__main__":
    main()
