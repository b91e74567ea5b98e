"""What a release must do before it goes live: give each template to the orders that it is for."""

from collections.abc import Iterator

from firstline.domain.errors import ExamplesBroken
from firstline.domain.services import Service
from firstline.release.records import Release
from firstline.rules import compile_rule, contradiction


def check_examples(release: Release) -> None:
    """Try the rule of every template on the examples beside it.

    Raises:
        ExamplesBroken: with everything that the rules made of the broken ones.
    """
    broken = list(_broken(release.service))
    if broken:
        count = "an example" if len(broken) == 1 else f"{len(broken)} examples"
        raise ExamplesBroken(
            f"the rules of this release contradict {count} of its templates; correct "
            "templates.yaml and make another release\n" + "\n".join(broken)
        )


def _broken(service: Service) -> Iterator[str]:
    for template in service.templates:
        if template.examples:
            rule = compile_rule(template.rule, service.schema)
        for number, example in enumerate(template.examples, start=1):
            if words := contradiction(example, rule, service.schema, zone=service.zone):
                yield f"{template.id}, example {number}: {words}"
