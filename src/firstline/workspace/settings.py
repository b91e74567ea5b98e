"""`workspace.yaml`: languages, facts, policy, encoder and model parts of a service."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from firstline.domain.errors import Problem
from firstline.domain.facts import Fact, FactName, FactSchema, FactType, did_you_mean
from firstline.domain.model_parts import ModelParts
from firstline.domain.policy import Policy
from firstline.domain.services import Service
from firstline.domain.templates import Language
from firstline.inference.registry import ENCODERS
from firstline.inference.tuned import is_encoder_name
from firstline.workspace.columns import HISTORY_COLUMNS
from firstline.workspace.documents import Document
from firstline.workspace.fitting import fit
from firstline.workspace.policies import check_policy, policy_of
from firstline.workspace.shapes import FactShape, SchemaShape, WorkspaceShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of a service except its topics and templates."""

    name: str
    languages: tuple[Language, ...]
    time_zone: str
    encoder: str
    policy: Policy
    model: ModelParts
    schema: FactSchema

    @classmethod
    def of(cls, service: Service) -> "Settings":
        """Take them from a service that there is."""
        return cls(**{part.name: getattr(service, part.name) for part in fields(cls)})

    @property
    def zone(self) -> tzinfo:
        """The time zone; UTC where the file names none that there is."""
        return ZoneInfo(self.time_zone) if _is_time_zone(self.time_zone) else UTC


def read_settings(document: Document) -> tuple[Settings | None, list[Problem]]:
    shape, problems = fit(document, WorkspaceShape)
    if shape is None:
        return None, problems
    return _settings(shape), [*problems, *_check(document, shape)]


def read_schema(document: Document, shape: SchemaShape) -> tuple[FactSchema, list[Problem]]:
    """Read the facts of a document that has nothing else."""
    return _schema(shape.facts), list(_check_schema(document, shape.facts))


def _settings(shape: WorkspaceShape) -> Settings:
    return Settings(
        name=shape.name,
        languages=tuple(Language(code) for code in shape.languages),
        time_zone=shape.time_zone,
        encoder=shape.encoder,
        policy=policy_of(shape.policy),
        model=ModelParts(**shape.model.model_dump()),
        schema=_schema(shape.facts),
    )


def _schema(facts: Mapping[str, FactShape]) -> FactSchema:
    return FactSchema(tuple(_fact(name, fact) for name, fact in facts.items()))


def _fact(name: str, shape: FactShape) -> Fact:
    return Fact(
        name=FactName(name),
        type=shape.type,
        nullable=shape.nullable,
        values=tuple(shape.values),
        description=shape.description,
    )


def _check(document: Document, shape: WorkspaceShape) -> Iterator[Problem]:
    for index, code in enumerate(shape.languages):
        if code in shape.languages[:index]:
            yield document.problem(("languages", index), f"`{code}` is listed twice; remove one")
    if not _is_time_zone(shape.time_zone):
        hint = did_you_mean(shape.time_zone, tuple(sorted(available_timezones())))
        message = f"there is no time zone `{shape.time_zone}`{hint or '; write one such as UTC'}"
        yield document.problem(("time_zone",), message)
    if not is_encoder_name(shape.encoder):
        hint = did_you_mean(shape.encoder, tuple(ENCODERS)) or f"; there are {', '.join(ENCODERS)}"
        yield document.problem(("encoder",), f"there is no encoder `{shape.encoder}`{hint}")
    for place, message in check_policy(shape.policy):
        yield document.problem(("policy", *place), message)
    yield from _check_schema(document, shape.facts)


def _check_schema(document: Document, facts: Mapping[str, FactShape]) -> Iterator[Problem]:
    for name, fact in facts.items():
        for message in _fact_problems(name, fact):
            yield document.problem(("facts", name), message)


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; no key; a folder such as `Europe`
        return False
    return True


def _fact_problems(name: str, fact: FactShape) -> Iterator[str]:
    if name in HISTORY_COLUMNS:
        yield f"a fact cannot be called `{name}`: history files have a column of that name"
    if fact.type is FactType.ENUM and not fact.values:
        yield f"`{name}` is an enum without `values`; list them, or make it a string"
    if fact.values and fact.type not in (FactType.ENUM, FactType.LIST):
        yield f"`{name}` is a {fact.type}, which has no `values`; remove them, or make it an enum"
    repeated = [value for index, value in enumerate(fact.values) if value in fact.values[:index]]
    for value in repeated:
        yield f"the value `{value}` of `{name}` is listed twice; remove one"
