"""One rule by itself, and beside an older version of it: an order for each thing that is so."""

from collections.abc import Iterator

from firstline.analysis.rule_proofs import Severity, difference
from firstline.cli.rules.proof_report import Entry
from firstline.domain.facts import FactSchema
from firstline.domain.templates import TemplateId
from firstline.rules import Condition
from firstline.rules.proofs import NotDecided, Proven, Prover, Witness
from firstline.rules.tree import Always


def of_rule(rule: Condition, schema: FactSchema, timeout_s: float) -> Iterator[Entry]:
    prover = Prover([rule], schema, timeout_s=timeout_s)
    never = prover.never_true(rule)
    if isinstance(never, Proven):
        words = "this rule is never true: it contradicts itself or the facts"
        yield Entry(severity=Severity.DEFECT, text=words, details={"kind": "never true"})
        return
    yield _shown("true", never, "the rule is true", "whether the rule is ever true")
    if rule != Always():
        always = prover.always_true(rule)
        words = "the rule excludes no order; if that is meant, write `always`"
        yield (
            Entry(severity=Severity.NOTE, text=words, details={"kind": "always true"})
            if isinstance(always, Proven)
            else _shown("not true", always, "it is not true", "whether the rule excludes any order")
        )


def of_versions(
    older: Condition,
    rule: Condition,
    schema: FactSchema,
    timeout_s: float,
    *,
    about: TemplateId | None = None,
) -> Iterator[Entry]:
    found = difference(older, rule, schema, timeout_s=timeout_s)
    if found.is_none:
        words = f"both texts mean the same{_of(about)}"
        yield Entry(severity=Severity.NOTE, text=words, details=_details("same", about))
    if not isinstance(found.added, Proven):
        claim, question = "only this rule is true", "whether it adds orders to the older text's"
        yield _shown("added", found.added, claim, question, about)
    if not isinstance(found.removed, Proven):
        claim, question = "only the older text is true", "whether the older text had other orders"
        yield _shown("removed", found.removed, claim, question, about)


def _shown(
    kind: str,
    answer: Witness | NotDecided,
    claim: str,
    question: str,
    about: TemplateId | None = None,
) -> Entry:
    details = _details(kind, about)
    if isinstance(answer, NotDecided):
        text = f"{question}{_of(about)}: {answer.reason}"
        details["not_decided"] = answer.reason
        return Entry(severity=Severity.NOT_DECIDED, text=text, details=details)
    text = f"an order of which {claim}{_of(about)}"
    return Entry(severity=Severity.NOTE, text=text, example=answer, details=details)


def _of(template: TemplateId | None) -> str:
    return f" (`{template}`)" if template else ""


def _details(kind: str, template: TemplateId | None) -> dict[str, object]:
    return {"kind": kind} | ({"templates": [template]} if template else {})
