"""The mapping of a service's facts to places in another system's answer."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict, TypeAdapter

from firstline.connectors.customer_data import Conversion, Field
from firstline.domain.facts import FactSchema


class Mapped(BaseModel):
    """One fact's, as it is kept."""

    model_config = ConfigDict(frozen=True)

    place: str
    conversion: Conversion = Conversion.AS_IT_IS
    values: Mapping[str, str] = {}
    may_update: bool = False


MAPPING = TypeAdapter(dict[str, Mapped])


def fields_of(mapping: Mapping[str, object], schema: FactSchema) -> Iterator[Field]:
    """Make the fields of all facts that the live schema still has."""
    for name, mapped in MAPPING.validate_python(mapping).items():
        if fact := schema.get(name):
            yield Field(
                fact=fact,
                place=mapped.place,
                conversion=mapped.conversion,
                values=mapped.values,
                may_update=mapped.may_update,
            )


def words_of(values: Mapping[str, str]) -> str:
    return ", ".join(f"{theirs}={ours}" for theirs, ours in values.items())


def values_in(words: str) -> dict[str, str]:
    """Read `CC=card, $=cash`."""
    pairs = (pair.partition("=") for pair in words.split(",") if "=" in pair)
    return {theirs.strip(): ours.strip() for theirs, _, ours in pairs}
