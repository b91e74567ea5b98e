"""Facts and times as the files of examples and test cases write them."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from firstline.domain.errors import InquiryError, Problem
from firstline.domain.facts import parse_fact, unknown_name
from firstline.domain.services import Service
from firstline.workspace.documents import Document, Place
from firstline.workspace.settings import Settings


def fact_problems(
    document: Document, place: Place, facts: Mapping[str, object], around: Service | Settings
) -> Iterator[Problem]:
    """Report every fact that the service does not know or that has an impossible value."""
    for name, value in facts.items():
        for message in _messages(name, value, around):
            yield document.problem((*place, name), message)


def _messages(name: str, value: object, around: Service | Settings) -> Iterator[str]:
    fact = around.schema.get(name)
    if fact is None:
        yield unknown_name(name, {str(fact.name): fact for fact in around.schema})
        return
    try:
        parse_fact(fact, value, around.zone)
    except InquiryError as error:
        yield f"`{name}`: {error.reason}"


def in_zone(moment: datetime, around: Service | Settings) -> datetime:
    """Read a time without a zone as one of the service's own."""
    return moment if moment.tzinfo else moment.replace(tzinfo=around.zone)
