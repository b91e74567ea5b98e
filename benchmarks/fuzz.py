"""A million texts against the parser and the checker: each is read or refused, and soon."""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from benchmarks.many_rules import SCHEMA, many_rules
from firstline.domain.errors import RuleError
from firstline.rules import check

INPUTS = 1_000_000
PROCESSES = 2
CHUNK = 5_000
SHOWN = 10  # failures kept word for word


def measure(*, inputs: int = INPUTS, seed: int = 3) -> Mapping[str, Any]:
    chunks = range(inputs // CHUNK)
    started = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES) as pool:
        results = list(pool.map(_try_chunk, (f"{seed}-{chunk}" for chunk in chunks)))
    counts = sum((result.counts for result in results), Counter[str]())
    slowest = max((result.slowest for result in results), key=lambda one: one.cpu_ms)
    return {
        "inputs": len(chunks) * CHUNK,
        "read": counts["read"],
        "refused": counts["refused"],
        "by_kind": {kind: counts[kind] for kind in _KINDS},
        "failed": counts["failed"],
        "failures": [failure for result in results for failure in result.failures][:SHOWN],
        "slowest": {"cpu_ms": slowest.cpu_ms, "kind": slowest.kind, "starts": slowest.source[:80]},
        "minutes": (time.perf_counter() - started) / 60,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slow:
    cpu_ms: float = 0.0
    kind: str = ""
    source: str = ""


@dataclass(slots=True, kw_only=True)
class _Result:
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: _Slow = field(default_factory=_Slow)


def _try_chunk(seed: str) -> _Result:
    random_, result = random.Random(seed), _Result()
    kinds = random_.choices(list(_KINDS), [weight for _, weight in _KINDS.values()], k=CHUNK)
    for kind in kinds:
        _try(kind, _KINDS[kind][0](random_), result)
    return result


def _try(kind: str, source: str, result: _Result) -> None:
    started = time.process_time()  # of this process alone, whoever else is busy
    try:
        outcome = "refused" if _errors(source) else "read"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        outcome = "failed"
        result.failures.append(f"{type(error).__name__}: {error} in {kind} {source[:500]!r}")
    cpu_ms = (time.process_time() - started) * 1_000
    result.counts.update((outcome, kind))
    if cpu_ms > result.slowest.cpu_ms:
        result.slowest = _Slow(cpu_ms=cpu_ms, kind=kind, source=source)


def _errors(source: str) -> tuple[RuleError, ...]:
    """Check as the editor of a rule would, and draw every message."""
    errors = check(source, SCHEMA)
    for error in errors:
        if not 0 <= error.position <= len(source) or error.message not in str(error):
            raise ValueError(f"a message without a place: {error.message}")
    return errors


_WORDS = (
    *("riders", "order_cost", "promo_code", "trip_options", "order_created_at", "no_such_fact"),
    *("is", "is not", "in", "and", "or", "not", "within", "of", "more", "less", "than", "at"),
    *("least", "most", "ago", "before", "after", "between", "missing", "present", "contains"),
    *("does", "start", "starts", "with", "always", "TRUE", "received_at", "minutes", "hour"),
    *("30", "2.50", "2026-02-30", "2026-03-01", "2026-03-01T09:30Z", "99:99", "1e5", "0x1", "-"),
    *('"card"', "“card”", "'", '"', "`", "`a b`", "\\", "(", ")", "[", "]", ",", "+", "*"),
    *("==", "<>", "≤", "=", "!", "&", "/", "{", "#", ";", "\n", "\t", "\0", "\u2028", "٣", "🚕"),
    *("9" * 31, "9" * 5_000, '"' + "x" * 1_001 + '"', "\ud800", "İS", "ıs", "ﬁ", "\u202e"),
)


def _unicode(random_: random.Random) -> str:
    length = random_.randint(0, 40)
    return "".join(chr(random_.randrange(random_.choice(_PLANES))) for _ in range(length))


_PLANES = (0x80, 0x100, 0x3000, 0x110000)


def _soup(random_: random.Random) -> str:
    glue = random_.choice((" ", " ", " ", ""))
    return glue.join(random_.choices(_WORDS, k=random_.randint(1, 12)))


def _slip(random_: random.Random) -> str:
    """A rule as an expert writes it, with a few slips of the hand."""
    text = random_.choice(_rules())
    for _ in range(random_.randint(0, 3)):
        start = random_.randint(0, len(text))
        end = min(len(text), start + random_.choice((0, 1, 1, 2, 10)))
        typed = random_.choice(("", "", " ", random_.choice(_WORDS), text[:start][-20:]))
        text = text[:start] + typed + text[end:]
    return text


@cache
def _rules() -> tuple[str, ...]:
    return tuple(template.rule for template in many_rules(rules=500, topics=50).templates)


def _deep(random_: random.Random) -> str:
    opening, closing = random_.choice(
        (("(", ")"), ("not ", ""), ("not (", ")"), ("(riders > 1 or ", ")"), ("(1 + ", ")"))
    )
    depth = random_.choice((1, 7, 8, 9, 20, 200, 3_000))
    inside = random_.choice(("riders > 1", "riders", "", "always"))
    missing = random_.choice((0, 0, 1))
    return f"{opening * depth}{inside}{closing * (depth - missing)}{random_.choice(('', ' > 2'))}"


def _long(random_: random.Random) -> str:
    """As large as a rule may be, or a little larger."""
    count = random_.choice((63, 64, 65, 500, 501, 900, 5_000))
    return random_.choice(
        (
            " and ".join(["riders > 1"] * count),
            " or ".join(["not riders > 1"] * count),
            f"riders in [{', '.join(['1'] * count)}]",
            f"order_cost > {' + '.join(['tip'] * count)}",
            f"order_cost > {'9' * count}",
            f'promo_code is "{"x" * count * 2}"',
            f"{'a' * count} is 1",
            "payment_type in [" + ", ".join(f'"crad{n}"' for n in range(count)) + "]",
            " and ".join(f"ridrs{i} > 1" for i in range(count)),
            "(" * count,
            " " * count + "riders",
            "`" + "\\" * count,
            '"\\' * count,
        )
    )


_KINDS: Mapping[str, tuple[Callable[[random.Random], str], float]] = {
    "random characters": (_unicode, 0.30),
    "words in any order": (_soup, 0.38),
    "rules with slips": (_slip, 0.30),
    "deep nesting": (_deep, 0.01),
    "long texts": (_long, 0.01),
}
