from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.builders import CARD_FACTS, MONDAY, a_service

from firstline.domain.facts import FactName, FactSchema
from firstline.serving.playground.fact_form import (
    FactField,
    FactForm,
    fact_groups,
    read_form,
    typed_facts,
    used_most,
)

BERLIN = ZoneInfo("Europe/Berlin")
ALL_FACTS: dict[str, object] = {
    **CARD_FACTS,
    "trips": 12,
    "is_business": False,
    "options": ["pet", "van"],
    "member_since": "2024-05-01",
}


@pytest.fixture
def schema() -> FactSchema:
    return a_service().schema


def read(schema: FactSchema, **typed: str) -> FactForm:
    return read_form(typed, schema, zone=BERLIN, fallback=MONDAY)


def fields_of(form: FactForm, schema: FactSchema) -> dict[str, FactField]:
    groups = fact_groups(form, schema, ())
    return {field.name: field for field in (*groups.first, *groups.others)}


def test_an_unchanged_form_means_the_facts_it_was_made_of(schema: FactSchema) -> None:
    typed = typed_facts(ALL_FACTS, schema, zone=BERLIN, received_at=MONDAY)

    form = read(schema, **typed)

    assert not form.errors
    assert form.received_at == MONDAY
    assert schema.parse(form.facts, zone=BERLIN) == schema.parse(ALL_FACTS, zone=BERLIN)


def test_an_empty_field_is_a_fact_that_is_not_known(schema: FactSchema) -> None:
    assert read(schema, payment_type="", order_cost="  ", options="").facts == {}


def test_a_list_known_to_be_empty_is_not_an_unknown_one(schema: FactSchema) -> None:
    typed = typed_facts({"options": []}, schema, zone=BERLIN, received_at=MONDAY)

    assert typed["options"] == "none"
    assert read(schema, **typed).facts == {"options": []}


def test_every_field_that_cannot_be_used_is_explained_at_once(schema: FactSchema) -> None:
    form = read(
        schema,
        order_cost="12,50",
        payment_type="crd",
        trips="many",
        pickup_at="soon",
        received_at="now",
    )

    assert form.errors["order_cost"] == "“12,50” is not a number such as 12.50."
    assert form.errors["payment_type"].endswith("did you mean “card”?")
    assert set(form.errors) == {
        "order_cost",
        "payment_type",
        "trips",
        "pickup_at",
        "received_at",
    }


def test_what_cannot_be_used_is_shown_again_as_it_was_typed(schema: FactSchema) -> None:
    form = read(schema, order_cost="12,50", payment_type="crd", pickup_at="soon")

    fields = fields_of(form, schema)

    assert fields["fact.order_cost"].value == "12,50"
    chosen = [o.value for o in fields["fact.payment_type"].options if o.is_chosen]
    assert chosen == ["crd"]
    # an input for times would show nothing of it
    assert (fields["fact.pickup_at"].control, fields["fact.pickup_at"].value) == ("text", "soon")


def test_each_type_of_fact_has_its_own_control(schema: FactSchema) -> None:
    typed = typed_facts(ALL_FACTS, schema, zone=BERLIN, received_at=MONDAY)

    fields = fields_of(read(schema, **typed), schema)

    assert {name: (field.control, field.value) for name, field in fields.items()} == {
        "fact.payment_type": ("select", "card"),
        "fact.order_cost": ("text", "12.50"),
        "fact.driver_name": ("text", "Dan"),
        "fact.pickup_at": ("datetime-local", "2026-03-02T09:00"),
        "fact.trips": ("text", "12"),
        "fact.is_business": ("select", "false"),
        "fact.options": ("text", "pet, van"),
        "fact.member_since": ("date", "2024-05-01"),
        "received_at": ("datetime-local", "2026-03-02T10:30"),
    }
    labels = [option.label for option in fields["fact.is_business"].options]
    assert labels == ["not known", "yes", "no"]
    assert fields["fact.trips"].keyboard == "numeric"
    assert fields["fact.order_cost"].keyboard == "decimal"


def test_the_facts_that_the_rules_use_stand_first(schema: FactSchema) -> None:
    groups = fact_groups(read(schema), schema, ("order_cost", "payment_type", "no_such_fact"))

    assert [field.label for field in groups.first] == ["Order cost", "Payment type"]
    assert len(groups.first) + len(groups.others) == len(tuple(schema)) + 1


def test_an_error_among_the_folded_facts_unfolds_them(schema: FactSchema) -> None:
    assert fact_groups(read(schema, trips="many"), schema, ()).others_have_errors
    assert not fact_groups(read(schema, trips="many"), schema, ("trips",)).others_have_errors


def test_before_any_answer_the_most_used_facts_stand_first() -> None:
    assert used_most(a_service(), ["order_cost"]) == ("order_cost", "payment_type")
    assert used_most(a_service(), []) == ("payment_type", "order_cost")


def test_a_time_with_seconds_and_another_zone_keeps_its_moment(schema: FactSchema) -> None:
    typed = typed_facts(
        {"pickup_at": "2026-03-02T08:00:30+05:00"}, schema, zone=BERLIN, received_at=MONDAY
    )

    facts = schema.parse(read(schema, **typed).facts, zone=BERLIN)

    assert typed["pickup_at"] == "2026-03-02T04:00:30"
    assert facts[FactName("pickup_at")] == datetime(2026, 3, 2, 3, 0, 30, tzinfo=UTC)
