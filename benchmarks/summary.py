"""Tables and sentences about whatever has been measured."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from statistics import mean
from typing import Any


def headlines(parts: Mapping[str, Any]) -> Iterator[str]:
    """What the README shows."""
    if parts["quality"]:
        yield from _quality(parts["quality"])
    if parts["rides"]:
        yield from _rides(parts["rides"])
    if parts["latency"] and parts["throughput"]:
        yield from _speed(parts["latency"], parts["throughput"])
    if parts["rules"]:
        yield from _rules(parts["rules"])
    yield from _about_rules(parts)


def summary(parts: Mapping[str, Any]) -> Iterator[str]:
    """Everything."""
    yield from headlines(parts)
    if fuzz := parts["fuzz"]:
        yield (
            f"* {fuzz['inputs']:,} random texts for the rule parser: {fuzz['read']:,} read, "
            f"{fuzz['refused']:,} refused with a place, {fuzz['failed']:,} failures; "
            f"the slowest took {fuzz['slowest']['cpu_ms']:.0f} ms."
        )
        yield ""
    if parts["quality"]:
        yield from _methods(parts["quality"])
    if parts["rides"] and (rows := parts["rides"].get("hand_written_at")):
        yield from _rides_targets(rows)
    if parts["out_of_scope"]:
        yield from _out_of_scope(parts["out_of_scope"])
    if parts["sentiment"]:
        yield from _sentiment(parts["sentiment"])
    if parts["encoder"]:
        yield from _encoder(parts["encoder"])
    if parts["fine_tuning"]:
        yield from _fine_tuning(parts["fine_tuning"])
    if parts["few_shot"]:
        yield from _few_shot(parts["few_shot"])


def _quality(sets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "| public data | topic found | answered at 95 / 97 / 99 % | best possible | trained in |"
    yield "|---|--:|--:|--:|--:|"
    for public in sets:
        seconds = public["seconds_to_embed"] + public["seconds_to_train"]
        yield (
            f"| {public['name']} | {public['accuracy']:.1%} | {_row(public, 'coverage')} | "
            f"{_row(public, 'best_coverage')} | {seconds:.0f} s |"
        )
    yield ""
    runs = f"promise broken, of {sets[0]['runs']} calibrations"
    yield f"| {runs} | at 95 / 97 / 99 % | naive threshold | of best possible, from 5,000 cases |"
    yield "|---|--:|--:|--:|"
    for public in sets:
        yield (
            f"| {public['name']} | {_row(public, 'broken')} | {_row(public, 'naive_broken')} | "
            f"{_row(public, 'of_best', 'promises_of_many')} |"
        )
    yield ""
    outside = next(public for public in sets if public["promises"][0]["out_of_scope_answered"])
    yield (
        f"Of the out-of-scope messages of {outside['name']}, which are 18 % of its test part, "
        f"{_row(outside, 'out_of_scope_answered')} are answered."
    )
    yield ""


def _row(public: Mapping[str, Any], key: str, of: str = "promises") -> str:
    return " / ".join(f"{100 * promise[key]:.0f}" for promise in public[of]) + " %"


def _methods(sets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Budgets and costs, each as often as the promises above."""
    budget, cost = sets[0]["budget"], sets[0]["cost"]
    yield (
        f"| other methods | budget of {budget['share']:.0%} at {budget['target']:.0%}: answered, "
        f"broken | a wrong reply costs {cost['wrong_costs']:.0f} of an agent's: saved of what "
        "could be, broken |"
    )
    yield "|---|--:|--:|"
    for public in sets:
        budget, cost = public["budget"], public["cost"]
        yield (
            f"| {public['name']} | {budget['coverage']:.0%}, {budget['broken']:.1%} | "
            f"{cost['saved'] / cost['best_saved']:.0%}, {cost['broken']:.1%} |"
        )
    yield ""


def _out_of_scope(numbers: Mapping[str, Any]) -> Iterator[str]:
    """AUROC of the ranker alone, and of the second stage that thresholds act on."""
    yield "| out of scope | ranker alone | right or not | answered at 95 / 97 / 99 % |"
    yield "|---|--:|--:|--:|"
    far, near = numbers["clinc150"], numbers["banking77"]
    yield _scope_row("CLINC150, 1,000 messages about nothing taught", [far])
    yield _scope_row(f"BANKING77, {near[0]['topics_left_out']} of 77 topics not taught", near)
    yield ""
    yield (
        "AUROC of telling messages that a reply fits from those that none does. Weighed by scope "
        "instead of by right replies, the same signals reach "
        f"{far['auroc_weighed_for_scope']:.3f} on CLINC150."
    )
    yield ""


def _scope_row(name: str, runs: Sequence[Mapping[str, Any]]) -> str:
    ranked, auroc = (mean(run[key] for run in runs) for key in ("auroc_ranked", "auroc"))
    answered = " / ".join(
        f"{100 * mean(shares):.0f}"
        for shares in zip(*(run["answered"] for run in runs), strict=True)
    )
    return f"| {name} | {ranked:.3f} | {auroc:.3f} | {answered} % |"


def _sentiment(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "| sentiment, held out | messages | right | macro-F1 | AUROC of negative |"
    yield "|---|--:|--:|--:|--:|"
    for row in rows:
        yield (
            f"| {row['name']} on {row['on']} | {row['messages']:,} | {row['accuracy']:.1%} | "
            f"{row['macro_f1']:.2f} | {row['negative_auroc']:.2f} |"
        )
    yield ""


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


def _rides_targets(rows: Sequence[Mapping[str, float]]) -> Iterator[str]:
    """What other promises would let the service answer, beside the best possible."""
    yield "| rides, hand-written, promised | answered | right among these | best possible |"
    yield "|---|--:|--:|--:|"
    for row in rows:
        right = f"{row['precision']:.1%}" if row["coverage"] else "–"
        answered, best = row["coverage"], row["best_coverage"]
        yield f"| {row['target']:.0%} | {answered:.1%} | {right} | {best:.1%} |"
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


def _rules(numbers: Mapping[str, Any]) -> Iterator[str]:
    yield f"| {numbers['rules']:,} rules, 1 thread | read one | evaluate one | wrong answers |"
    yield "|---|--:|--:|--:|"
    columns = numbers["columns"]
    for engine in numbers["engines"]:
        read, evaluate = engine["compile_us"], engine["evaluate_us"]
        yield (
            f"| {engine['name']} | {read:,.0f} µs | {evaluate:,.1f} µs | "
            f"{engine['wrong'] + engine['errors']:,} of {engine['judged']:,} |"
        )
    yield (
        f"| Firstline, {columns['rows']:,} orders at once (Polars, 2 cores) | – | "
        f"{columns['evaluate_us']:.3f} µs | {columns['wrong']:,} of {columns['judged']:,} |"
    )
    yield ""
    yield (
        "Every rule is asked about one order after another, as in service, so caches are cold. "
        "Only Firstline checks names and values as it reads; the others are given guards against "
        "unknown facts."
    )
    yield ""


def _about_rules(parts: Mapping[str, Any]) -> Iterator[str]:
    """One line each: they need no table."""
    if proofs := parts["proofs"]:
        edit = proofs["edit_ms"]
        yield (
            f"* Proofs about these rules, each beside the others of its topic: all of them in "
            f"{proofs['whole_service_s']:.0f} s, {proofs['not_decided']:,} questions not decided; "
            f"one edited rule in {edit['median']:.0f} ms, at most {edit['max']:.0f} ms."
        )
    if replay := parts["replay"]:
        yield (
            f"* Replay of {replay['rows']:,} inquiries: one changed rule in "
            f"{replay['seconds_one_rule']:.1f} s, what every inquiry would be sent in "
            f"{replay['seconds_all_templates']:.1f} s."
        )
    if parts["panel"]:
        yield _panel(parts["panel"])
    if parts["conversations"]:
        yield _conversations(parts["conversations"])
    yield ""


def _panel(panel: Mapping[str, Any]) -> str:
    median = statistics.median(times["p50"] for times in panel["pages"].values())
    slowest = panel["pages"][panel["slowest"]]
    impact, served, seen = panel["impact"], panel["served"], panel["accessibility"]
    return (
        f"* The panel beside {panel['rows']:,} journal rows: {len(panel['pages'])} pages, p50 "
        f"{median:.0f} ms of server time, the slowest (`{panel['slowest']}`) p95 "
        f"{slowest['p95']:.0f} ms; one rule's impact on {impact['inquiries']:,} inquiries in "
        f"{impact['seconds']:.1f} s, once the journal is copied into columns "
        f"({impact['seconds_first']:.0f} s, then only what is new); what is published answers "
        f"after {served['seconds']:.1f} s, at most {served['longest_s']:.1f}, "
        f"{served['failed']} of {served['answers_meanwhile']:,} requests failed; axe finds "
        f"{len(seen['violations'])} violations on {seen['pages']} kinds of page."
    )


def _conversations(measured: Mapping[str, Any]) -> str:
    on = [
        f"{measured[name]['requests']:,} requests of {measured[name]['conversations']:,} "
        f"conversations on {title}, an answer to a message p50 {times['p50']:.0f} and p99 "
        f"{times['p99']:.0f} ms"
        for name, title in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL"))
        for times in [measured[name]["milliseconds"]["write"]]
    ]
    return (
        f"* {measured['customers']} customers at once for {measured['seconds'] / 60:.0f} minutes: "
        f"{'; '.join(on)}; {measured['failed']} failed, nothing lost or said twice."
    )


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


def _fine_tuning(sets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    names = list(sets[0]["accuracy"])
    yield f"| topic found | {' | '.join(names)} | tuned in, of one core |"
    yield f"|---|{'--:|' * len(names)}--:|"
    for public in sets:
        shares = " | ".join(f"{public['accuracy'][name]['test']:.1%}" for name in names)
        yield f"| {public['name']} | {shares} | {public['processor_seconds'] / 60:.0f} min |"
    yield ""


PEERS = {"ours": "Firstline", "set_fit": "SetFit", "auto_intent": "AutoIntent"}


def _few_shot(sets: Mapping[str, Any]) -> Iterator[str]:
    """The same rows, encoder and machine for all; one thread."""
    columns = "found | of draws | trained in | one message | memory"
    yield f"| few examples, 1 thread | {columns} |"
    yield "|---|--:|--:|--:|--:|--:|"
    for public, settings in sets.items():
        for per_topic, found in settings.items():
            for name, runs in found.items():
                yield f"| {public}, {per_topic}: {PEERS[name]} | {_peer(runs)} |"
    yield ""


def _peer(runs: Mapping[str, Any]) -> str:
    if "accuracy" not in runs:
        return f"not measured: {runs['not_measured']} | – | – | – | –"
    first = runs["first"]
    spread = f" ± {runs['spread']:.1%}" if runs["draws"] > 1 else ""
    return (
        f"{runs['accuracy']:.1%}{spread} | {runs['draws']} | {first['seconds_to_train']:.0f} s | "
        f"{first['milliseconds_per_message']:.1f} ms | {first['megabytes']:,.0f} MB"
    )
