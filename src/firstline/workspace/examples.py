"""`examples.yaml`: customers and orders to try a service with."""

from collections.abc import Iterator
from pathlib import Path

from firstline.domain.errors import Problem, WorkspaceError
from firstline.domain.examples import ExampleCustomer
from firstline.domain.services import Service
from firstline.domain.templates import Language
from firstline.workspace.documents import Document, Place
from firstline.workspace.fitting import read_as
from firstline.workspace.known_facts import fact_problems, in_zone
from firstline.workspace.shapes import CustomerShape, CustomersShape

EXAMPLES = "examples.yaml"


def load_examples(folder: Path, service: Service) -> tuple[ExampleCustomer, ...]:
    """Read the example customers of a service; the file is optional.

    Raises:
        WorkspaceError: with every problem of the file.
    """
    path = folder / EXAMPLES
    if not path.exists():
        return ()
    document, shape, problems = read_as(path, CustomersShape)
    if shape is not None:
        problems += _check(document, shape, service)
    if problems or shape is None:
        raise WorkspaceError(tuple(sorted(problems, key=lambda problem: problem.line)))
    return tuple(_customer(customer, shape, service) for customer in shape.customers)


def _customer(shape: CustomerShape, file: CustomersShape, service: Service) -> ExampleCustomer:
    return ExampleCustomer(
        id=shape.id,
        name=shape.name,
        language=Language(shape.language),
        summary=shape.summary,
        facts=shape.facts,
        messages=tuple(shape.messages),
        received_at=in_zone(file.received_at, service),
    )


def _check(document: Document, shape: CustomersShape, service: Service) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, customer in enumerate(shape.customers):
        place: Place = ("customers", index)
        if customer.id in seen:
            message = f"the customer `{customer.id}` is already above; rename one"
            yield document.problem((*place, "id"), message)
        seen.add(customer.id)
        if customer.language not in service.languages:
            message = f"`{customer.language}` is not among the languages of workspace.yaml"
            yield document.problem((*place, "language"), message)
        yield from fact_problems(document, (*place, "facts"), customer.facts, service)
