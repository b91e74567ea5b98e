from datetime import UTC

from tests.builders import ENGLISH
from tests.unit.analysis.discovery.conftest import a_case

from firstline.analysis.discovery.quotations import with_placeholders
from firstline.analysis.discovery.replies import MOST, wordings
from firstline.domain.cases import Case
from firstline.domain.facts import FactSchema


def quoted(cases: list[Case], schema: FactSchema) -> list[str]:
    return with_placeholders(cases, schema, language=ENGLISH, zone=UTC)


def test_sums_that_follow_a_fact_become_its_placeholder(schema: FactSchema) -> None:
    cases = [
        a_case(n, {"order_cost": f"{n}.50", "trips": n}, schema, f"You paid {n}.50, not more.")
        for n in range(1, 8)
    ]
    assert set(quoted(cases, schema)) == {"You paid {{ order_cost }}, not more."}


def test_two_facts_in_one_reply_keep_their_places(schema: FactSchema) -> None:
    cases = [
        a_case(
            n,
            {"order_cost": f"{n + 10}", "charged": f"{2 * n + 10}"},
            schema,
            f"It cost {n + 10} and we took {2 * n + 10}.",
        )
        for n in range(8)
    ]
    assert quoted(cases, schema)[3] == "It cost {{ order_cost }} and we took {{ charged }}."


def test_times_are_found_as_people_write_them(schema: FactSchema) -> None:
    cases = [
        a_case(
            n, {"ordered_at": f"2026-03-0{n}T08:00:00+00:00"}, schema, f"Ordered March {n}, 08:00."
        )
        for n in range(1, 8)
    ]
    assert set(quoted(cases, schema)) == {"Ordered {{ ordered_at }}."}


def test_a_word_that_never_changes_stays_a_word(schema: FactSchema) -> None:
    cases = [a_case(n, {"payment_type": "card"}, schema, "You paid by card.") for n in range(5)]
    assert set(quoted(cases, schema)) == {"You paid by card."}


def test_a_fact_that_is_often_missing_is_no_placeholder(schema: FactSchema) -> None:
    cases = [
        a_case(n, {"order_cost": f"{n}.50"} if n % 2 else {}, schema, f"You paid {n}.50.")
        for n in range(1, 9)
    ]
    assert "{{" not in "".join(quoted(cases, schema))


def test_a_number_inside_another_is_no_quotation(schema: FactSchema) -> None:
    cases = [a_case(n, {"trips": n}, schema, f"Reference 7{n}7, or {n}.5 km.") for n in range(1, 8)]
    assert "{{" not in "".join(quoted(cases, schema))


def test_the_commonest_wordings_are_told_apart(schema: FactSchema) -> None:
    welcome, fee = "Cats are welcome in a carrier.", "There is a fee of 5 for every large suitcase."
    openings = ("Hello! ", "", "Good day. ")
    replies = [f"{opening}{welcome}" for opening in openings * 4] + [fee] * 5 + ["Who are you?"]
    cases = [a_case(n, {}, schema, reply) for n, reply in enumerate(replies)]
    first, second = wordings(cases, schema, language=ENGLISH, zone=UTC)

    assert welcome in first.text
    assert first.members == tuple(range(12))
    assert second.text == fee


def test_nothing_is_proposed_from_replies_that_are_all_different(schema: FactSchema) -> None:
    replies = ("Yes.", "No, never.", "Ask the driver please", "It was returned on Monday")
    cases = [a_case(n, {}, schema, reply) for n, reply in enumerate(replies)]

    assert wordings(cases, schema, language=ENGLISH, zone=UTC) == ()
    assert MOST > 0
