"""A template's rule, with what depends on it: placeholders and examples."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from firstline.domain.errors import Problem
from firstline.domain.facts import unknown_name
from firstline.domain.templates import Language, Template, placeholders
from firstline.rules import CompiledRule, check, compile_rule, contradiction, guaranteed_facts
from firstline.workspace.documents import Document, Place
from firstline.workspace.known_facts import fact_problems
from firstline.workspace.settings import Settings


def rule_problems(
    document: Document, place: Place, template: Template, settings: Settings
) -> Iterator[Problem]:
    """Check the rule, that it leaves no placeholder without a value, and its examples."""
    misfits = check(template.rule, settings.schema)
    for misfit in misfits:
        yield replace(document.problem((*place, "rule"), str(misfit)), misfit=misfit)
    # A rule with a misspelt fact says nothing about what it will mean once it is repaired.
    rule = None if misfits else compile_rule(template.rule, settings.schema)
    yield from _check_placeholders(document, place, template, rule, settings)
    yield from _check_examples(document, place, template, rule, settings)


def _check_placeholders(
    document: Document,
    place: Place,
    template: Template,
    rule: CompiledRule | None,
    settings: Settings,
) -> Iterator[Problem]:
    guaranteed = guaranteed_facts(rule.condition) if rule else None
    known = {str(fact.name): fact for fact in settings.schema}
    for name, codes in _languages_by_placeholder(template).items():
        if name not in known:
            for code in codes:  # each text needs a repair of its own
                message = unknown_name(name, known) + _in_languages(template, [code])
                yield document.problem((*place, "texts", code), message)
        elif known[name].nullable and guaranteed is not None and name not in guaranteed:
            message = _may_be_missing(name, _in_languages(template, codes))
            yield document.problem((*place, "texts", codes[0]), message)


def _languages_by_placeholder(template: Template) -> Mapping[str, Sequence[Language]]:
    found: dict[str, list[Language]] = defaultdict(list)
    for code, text in template.texts.items():
        for name in placeholders(text):
            found[name].append(code)
    return found


def _may_be_missing(name: str, languages: str) -> str:
    return (
        f"`{{{{ {name} }}}}` may be missing when the rule holds;"
        f" add `and {name} is present` to the rule{languages}"
    )


def _in_languages(template: Template, codes: Sequence[Language]) -> str:
    """Name the texts that are meant, unless there is only one."""
    if len(template.texts) == 1:
        return ""
    word = "text" if len(codes) == 1 else "texts"
    return f" ({word} in {', '.join(f'`{code}`' for code in codes)})"


def _check_examples(
    document: Document,
    place: Place,
    template: Template,
    rule: CompiledRule | None,
    settings: Settings,
) -> Iterator[Problem]:
    for index, example in enumerate(template.examples):
        here: Place = (*place, "examples", index)
        unknown = list(fact_problems(document, (*here, "facts"), example.facts, settings))
        yield from unknown
        if rule is None or unknown:
            continue
        if words := contradiction(example, rule, settings.schema, zone=settings.zone):
            yield document.problem(here, words)
