"""A large service, and orders to ask its rules about: random, but shaped as experts write them."""

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from firstline.domain.facts import Fact, FactName, Facts, FactSchema, FactType, FactValue
from firstline.domain.policy import Policy
from firstline.domain.services import Service
from firstline.domain.templates import Language, Template, TemplateId
from firstline.domain.topics import Topic, TopicId, TopicTree
from firstline.rules import check, guaranteed_facts, parse

OR_GROUPS, NEGATED_GROUPS = 0.25, 0.08  # of the conditions of a rule
UNKNOWN = 0.2  # of a nullable fact's values
NOT_GIVEN = 0.01  # of the others: the source failed
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
CODES = ("WELCOME", "AIR", "VIP", "SPRING", "BACK")


def many_rules(*, rules: int = 1_500, topics: int = 200, seed: int = 7) -> Service:
    """Spread random rules, one template each, over flat topics."""
    random_ = random.Random(seed)
    ids = [TopicId(f"topic_{number:03d}") for number in range(topics)]
    return Service(
        name="many_rules",
        languages=(Language("en"),),
        time_zone="UTC",
        encoder="all-MiniLM-L6-v2",
        schema=SCHEMA,
        policy=Policy(),
        topics=TopicTree(tuple(Topic(id=id_, name=id_.replace("_", " ")) for id_ in ids)),
        templates=tuple(
            _template(TemplateId(f"reply_{number:04d}"), random_.choice(ids), random_)
            for number in range(rules)
        ),
    )


def many_facts(schema: FactSchema, count: int, seed: int = 11) -> list[tuple[Facts, datetime]]:
    """Make typed facts of orders, each with the time at which the customer wrote."""
    random_ = random.Random(seed)
    return [_order(schema, random_) for _ in range(count)]


def _facts(type_: FactType, *names: str, nullable: bool = False) -> tuple[Fact, ...]:
    return tuple(Fact(name=FactName(name), type=type_, nullable=nullable) for name in names)


def _enum(name: str, values: str, *, nullable: bool = False) -> Fact:
    return Fact(
        name=FactName(name), type=FactType.ENUM, nullable=nullable, values=tuple(values.split())
    )


SCHEMA = FactSchema(
    (
        _enum("payment_type", "card cash wallet invoice"),
        _enum("payment_status", "open held clear_success refunded failed"),
        _enum("order_status", "searching assigned arrived in_progress completed cancelled"),
        _enum("service_class", "economy comfort business van scooter"),
        _enum("currency", "EUR GBP USD"),
        _enum("customer_tier", "new regular gold"),
        _enum("cancelled_by", "customer driver system", nullable=True),
        *_facts(FactType.INT, "riders", "past_orders"),
        *_facts(FactType.INT, "waiting_minutes", nullable=True),
        *_facts(FactType.DECIMAL, "estimated_cost"),
        *_facts(FactType.DECIMAL, "order_cost", "charged_sum", "tip", nullable=True),
        *_facts(FactType.BOOL, "airport_trip"),
        *_facts(FactType.BOOL, "route_changed", nullable=True),
        *_facts(FactType.DATETIME, "order_created_at"),
        *_facts(FactType.DATETIME, "picked_up_at", "trip_ended_at", nullable=True),
        Fact(
            name=FactName("trip_options"),
            type=FactType.LIST,
            values=("child_seat", "pet", "extra_luggage", "wheelchair", "quiet_ride"),
        ),
        *_facts(FactType.STRING, "promo_code", nullable=True),
    )
)


def _template(template_id: TemplateId, topic: TopicId, random_: random.Random) -> Template:
    rule = _rule(random_)
    named = sorted(guaranteed_facts(parse(rule)))[:1]
    shown = "".join(f" It says {{{{ {name} }}}}." for name in named)
    text = f"We looked at your order ({template_id}).{shown}"
    return Template(id=template_id, topics=(topic,), texts={Language("en"): text}, rule=rule)


def _rule(random_: random.Random) -> str:
    """Draw again where the dice contradict themselves, as an expert would be told to."""
    while True:
        facts = random_.sample(SCHEMA.facts, random_.randint(2, 6))
        rule = " and ".join(_condition(fact, random_) for fact in facts)
        if not check(rule, SCHEMA):
            return rule


def _condition(fact: Fact, random_: random.Random) -> str:
    test, draw = _test(fact, random_), random_.random()
    if draw >= OR_GROUPS + NEGATED_GROUPS:
        return test
    other = _test(random_.choice(SCHEMA.facts), random_)
    if draw < OR_GROUPS:
        return f"({test} or {other})"
    return f"not ({test} {random_.choice(('and', 'or'))} {other})"


def _test(fact: Fact, random_: random.Random) -> str:
    if fact.nullable and random_.random() < 0.15:
        return f"{fact.name} is {random_.choice(('missing', 'present'))}"
    return f"{fact.name} {_TESTS[fact.type](fact, random_)}"


def _of_enum(fact: Fact, random_: random.Random) -> str:
    some = random_.sample(fact.values, random_.randint(2, len(fact.values) - 1))
    listed = ", ".join(f'"{value}"' for value in some)
    return random_.choice(
        (f'is "{some[0]}"', f'is not "{some[0]}"', f"in [{listed}]", f"not in [{listed}]")
    )


def _of_int(_fact: Fact, random_: random.Random) -> str:
    low = random_.randint(0, 6)
    return random_.choice((f">= {low}", f"< {low + 2}", f"between {low} and {low + 3}"))


def _of_decimal(fact: Fact, random_: random.Random) -> str:
    other = _another(fact, random_)
    return random_.choice(
        (
            f"> {random_.randint(0, 60)}.50",
            f"<= {random_.randint(20, 90)}",
            f"{random_.choice(('is', 'is not', '<', '>='))} {other}",
            f"is {other} + {_another(fact, random_)}",
        )
    )


def _of_datetime(fact: Fact, random_: random.Random) -> str:
    span = f"{random_.choice((5, 10, 30, 45, 90))} minutes"
    bound = random_.choice(("more than", "at least", "less than", "at most"))
    return random_.choice(
        (
            f"{bound} {span} ago",
            f"more than {random_.randint(1, 5)} hours ago",
            f"within {span} of {_another(fact, random_)}",
            f"{bound} {span} {random_.choice(('before', 'after'))} {_another(fact, random_)}",
        )
    )


def _another(fact: Fact, random_: random.Random) -> FactName:
    alike = [other.name for other in SCHEMA if other.type is fact.type and other != fact]
    return random_.choice(alike)


def _of_list(fact: Fact, random_: random.Random) -> str:
    return f'{random_.choice(("contains", "does not contain"))} "{random_.choice(fact.values)}"'


def _of_text(_fact: Fact, random_: random.Random) -> str:
    code = random_.choice(CODES)
    return random_.choice((f'starts with "{code}"', f'is "{code}10"', 'ends with "5"'))


_TESTS: Mapping[FactType, Callable[[Fact, random.Random], str]] = {
    FactType.ENUM: _of_enum,
    FactType.BOOL: lambda _fact, random_: f"is {random_.choice(('true', 'false'))}",
    FactType.INT: _of_int,
    FactType.DECIMAL: _of_decimal,
    FactType.DATETIME: _of_datetime,
    FactType.LIST: _of_list,
    FactType.STRING: _of_text,
}


def _order(schema: FactSchema, random_: random.Random) -> tuple[Facts, datetime]:
    """An order whose sums are often equal and whose times follow each other, as real ones do."""
    started = FIRST_DAY + timedelta(seconds=random_.randrange(90 * 86_400))
    price = _cents(random_)
    moment = started
    facts: dict[FactName, FactValue] = {}
    for fact in schema:
        if fact.type is FactType.DATETIME:
            moment += timedelta(seconds=random_.randrange(60 * 60))
            value: FactValue = moment
        else:
            value = _value(fact, price, random_)
        if random_.random() >= (UNKNOWN if fact.nullable else NOT_GIVEN):
            facts[fact.name] = value
    return facts, moment + timedelta(seconds=random_.randrange(4 * 60 * 60))


def _value(fact: Fact, price: Decimal, random_: random.Random) -> FactValue:
    match fact.type:
        case FactType.ENUM:
            return random_.choice(fact.values)
        case FactType.BOOL:
            return random_.random() < 0.3
        case FactType.INT:
            return min(int(random_.expovariate(0.3)), 40)
        case FactType.DECIMAL:
            return random_.choice((price, price, price + Decimal("2.50"), _cents(random_)))
        case FactType.LIST:
            return tuple(random_.sample(fact.values, random_.choice((0, 0, 1, 2))))
        case _:
            return f"{random_.choice(CODES)}{random_.choice((5, 10, 15, 2026))}"


def _cents(random_: random.Random) -> Decimal:
    return Decimal(random_.choice((0, 250, random_.randint(300, 9_000)))) / 100
