"""Messages written by hand with their right answers: the honest test set of a service."""

from collections.abc import Iterator
from pathlib import Path

from firstline.domain.cases import Case
from firstline.domain.errors import Problem, WorkspaceError
from firstline.domain.facts import did_you_mean
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.text import prepare
from firstline.workspace.documents import Document, Place
from firstline.workspace.fitting import read_as
from firstline.workspace.known_facts import fact_problems, in_zone
from firstline.workspace.shapes import LabelledFileShape, LabelledShape


def load_labelled(path: Path, service: Service) -> tuple[Case, ...]:
    """Read labelled messages; each names an order of the file, or has facts of its own.

    Raises:
        WorkspaceError: with every problem of the file.
    """
    document, shape, problems = read_as(path, LabelledFileShape)
    if shape is not None:
        problems += _check(document, shape, service)
    if problems or shape is None:
        raise WorkspaceError(tuple(sorted(problems, key=lambda problem: problem.line)))
    return tuple(
        _case(number, case, shape, service) for number, case in enumerate(shape.cases, start=1)
    )


def _case(number: int, case: LabelledShape, file: LabelledFileShape, service: Service) -> Case:
    facts = {**file.orders.get(case.order or "", {}), **case.facts}
    inquiry = Inquiry(
        id=InquiryId(f"case-{number}"),
        text=prepare(case.text).text,
        received_at=in_zone(file.received_at, service),
        facts=service.schema.parse(facts, zone=service.zone),
    )
    return Case(
        inquiry=inquiry,
        topic_id=TopicId(case.topic),
        template_id=TemplateId(case.template) if case.template else None,
    )


def _check(document: Document, file: LabelledFileShape, service: Service) -> Iterator[Problem]:
    for name, facts in file.orders.items():
        yield from fact_problems(document, ("orders", name), facts, service)
    for index, case in enumerate(file.cases):
        place: Place = ("cases", index)
        yield from fact_problems(document, (*place, "facts"), case.facts, service)
        yield from _references(document, place, case, file, service)


def _references(
    document: Document, place: Place, case: LabelledShape, file: LabelledFileShape, service: Service
) -> Iterator[Problem]:
    known = {
        "order": tuple(file.orders),
        "topic": tuple(str(topic.id) for topic in service.topics.leaves),
        "template": tuple(str(template.id) for template in service.templates),
    }
    for key, names in known.items():
        name = getattr(case, key)
        if name is not None and name not in names:
            message = f"there is no {key} `{name}`{did_you_mean(name, names)}"
            yield document.problem((*place, key), message)
