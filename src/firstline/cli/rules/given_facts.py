"""The facts and the time of an inquiry, as a command line gives them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from firstline.cli.options import named_values
from firstline.domain.errors import InquiryError
from firstline.domain.facts import Facts, FactSchema, FactType


def given_facts(
    options: list[str] | None, file: Path | None, schema: FactSchema, zone: tzinfo
) -> Facts | None:
    """Read `--facts` and `--fact`; what an option says counts more. `None` if neither is given.

    Raises:
        InquiryError: the file cannot be read, or a fact does not fit the schema.
    """
    if file is None and not options:
        return None
    raw = (_read(file) if file else {}) | with_lists(named_values(options), schema)
    return schema.parse(raw, zone=zone)


def _read(path: Path) -> dict[str, object]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InquiryError("--facts", f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(read, dict):
        raise InquiryError("--facts", f'{path} must hold one object, such as {{"name": "value"}}')
    return read


def with_lists(values: Mapping[str, str], schema: FactSchema) -> dict[str, object]:
    """Split the values of lists, which a command line gives as `pet,child_seat`."""
    lists = {str(fact.name) for fact in schema if fact.type is FactType.LIST}
    return {
        name: value.split(",") if name in lists and value else value
        for name, value in values.items()
    }


def given_time(text: str, zone: tzinfo) -> datetime:
    """Read `--received-at`; now if it is left out.

    Raises:
        InquiryError: this is no time.
    """
    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        reason = f"`{text}` is no time such as 2026-03-01T12:00:00+00:00"
        raise InquiryError("--received-at", reason) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
