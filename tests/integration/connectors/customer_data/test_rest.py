"""Facts from a real HTTP server, also when it is slow, broken, huge, or not who it was."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr
from tests.integration.connectors.customer_data.conftest import BY_KEY, Clock, Connect
from tests.integration.connectors.customer_data.facts import FIELDS, KNOWN
from tests.order_system import Fault, OrderSystem

from firstline.connectors.addresses import AddressRefused, Reach
from firstline.connectors.breaker import FAILURES, PAUSE_S
from firstline.connectors.customer_data import LookedUp, Reason, UpdateFailed
from firstline.connectors.customer_data.authorising import Authorisation
from firstline.connectors.customer_data.rest import RestConnector, RestInterface
from firstline.connectors.customer_data.sources import utc_now

ANN = {"customer_id": "c-1"}
NAMES = frozenset(field.fact.name for field in FIELDS)


def all_unknown(found: LookedUp, reason: Reason) -> bool:
    return not found.facts and dict(found.unknown) == dict.fromkeys(NAMES, reason)


def test_every_fact_is_found_at_its_place_and_converted(connect: Connect) -> None:
    found = connect().read(ANN)

    assert found.facts == KNOWN
    assert not found.unknown


def test_nothing_that_no_field_names_is_taken(connect: Connect) -> None:
    found = connect().read(ANN)

    assert "4111111111111111" not in repr(found)
    assert "Ann" not in repr(found)


def test_a_customer_id_stays_inside_its_part_of_the_path(
    connect: Connect, orders: OrderSystem
) -> None:
    found = connect().read({"customer_id": "a/../../token?x=1"})

    assert all_unknown(found, Reason.NOT_FOUND)
    assert orders.asked == []
    assert all_unknown(connect().read({"customer_id": ".."}), Reason.NOT_FOUND)


def test_without_a_customer_nobody_is_asked(connect: Connect, orders: OrderSystem) -> None:
    assert all_unknown(connect().read({}), Reason.NO_KEY)
    assert orders.asked == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=500), Reason.FAILED),
        (Fault(status=503), Reason.FAILED),
        (Fault(status=403), Reason.REFUSED),
        (Fault(status=429), Reason.REFUSED),
        (Fault(status=404), Reason.NOT_FOUND),
        (Fault(status=302, headers={"location": "/elsewhere"}), Reason.CONFUSED),
        (Fault(body=b'{"order": '), Reason.CONFUSED),
        (Fault(body=b"<html>"), Reason.CONFUSED),
        (Fault(body=b'"words"'), Reason.CONFUSED),
        (Fault(body=b"[" * 100_000), Reason.CONFUSED),
        (Fault(body=b'{"n": ' + b"9" * 5_000 + b"}"), Reason.CONFUSED),
        (Fault(body=b"\x1f\x8b", headers={"content-encoding": "gzip"}), Reason.CONFUSED),
        (Fault(body=b" " * 1_000_001), Reason.TOO_LARGE),
    ],
)
def test_a_system_in_trouble_makes_facts_unknown_with_the_reason(
    connect: Connect, orders: OrderSystem, fault: Fault, reason: Reason
) -> None:
    orders.faults.append(fault)

    assert all_unknown(connect().read(ANN), reason)


def test_an_answer_without_an_end_is_cut_off(connect: Connect, orders: OrderSystem) -> None:
    orders.faults.append(Fault(endless=True))

    assert all_unknown(connect().read(ANN), Reason.TOO_LARGE)


def test_fields_of_the_wrong_type_are_unknown_and_the_others_are_known(
    connect: Connect, orders: OrderSystem
) -> None:
    orders.orders["c-1"] = {
        "payment": {"type": "shells"},
        "order": {"total_cents": "much", "at": 1e300, "options": "pet"},
        "vip": True,
    }

    found = connect().read(ANN)

    assert found.facts == {"is_vip": True, "tip": None}
    assert set(found.unknown.values()) == {Reason.WRONG_TYPE}


def test_what_the_answer_lacks_is_missing_unless_it_may_be(
    connect: Connect, orders: OrderSystem
) -> None:
    orders.orders["c-1"] = {}

    found = connect().read(ANN)

    assert found.facts == {"tip": None}
    assert set(found.unknown.values()) == {Reason.MISSING}


def test_a_slow_system_is_not_waited_for(connect: Connect, orders: OrderSystem) -> None:
    orders.faults.append(Fault(after_s=2))
    source = connect(timeout_s=0.1)
    started = time.monotonic()

    found = source.read(ANN)

    assert all_unknown(found, Reason.TIMEOUT)
    assert time.monotonic() - started < 1.5


def test_a_system_that_is_not_there_is_unreachable(connect: Connect, orders: OrderSystem) -> None:
    reached, orders.base_url = orders.base_url, "http://127.0.0.1:9"
    source = connect()
    orders.base_url = reached

    assert all_unknown(source.read(ANN), Reason.UNREACHABLE)


def test_a_key_that_is_not_valid_is_refused(connect: Connect) -> None:
    source = connect(replace(BY_KEY, secret=SecretStr("another")))

    assert all_unknown(source.read(ANN), Reason.REFUSED)


def test_an_address_inside_is_refused_when_the_connector_is_made(orders: OrderSystem) -> None:
    interface = RestInterface(base_url=orders.base_url, path="/")

    with pytest.raises(AddressRefused):
        RestConnector(interface, reach=Reach(), timeout_s=1)


def test_one_token_serves_many_reads(
    connect: Connect, orders: OrderSystem, by_token: Authorisation
) -> None:
    source = connect(by_token)

    assert source.read(ANN).facts == source.read(ANN).facts == KNOWN
    assert orders.asked.count("POST /token") == 1


def test_an_expired_token_is_fetched_anew(
    connect: Connect, orders: OrderSystem, by_token: Authorisation
) -> None:
    orders.token_lives_s = 1
    source = connect(by_token)

    assert source.read(ANN).facts == source.read(ANN).facts == KNOWN
    assert orders.asked.count("POST /token") == 2


def test_a_revoked_token_is_fetched_anew_once(
    connect: Connect, orders: OrderSystem, by_token: Authorisation
) -> None:
    source = connect(by_token)
    source.read(ANN)
    orders.revoked.add("token-1")

    assert source.read(ANN).facts == KNOWN
    assert orders.asked.count("POST /token") == 2


def test_a_client_that_may_not_any_more_is_refused(
    connect: Connect, by_token: Authorisation
) -> None:
    source = connect(replace(by_token, secret=SecretStr("another")))

    assert all_unknown(source.read(ANN), Reason.REFUSED)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=500), Reason.FAILED),
        (Fault(body=b"<html>"), Reason.CONFUSED),
        (Fault(body=b"[]"), Reason.CONFUSED),
        (Fault(body=b"{}"), Reason.CONFUSED),
        (Fault(status=429, body=b"slow down"), Reason.REFUSED),
        (Fault(body=b'"' + b"x" * 1_000_001 + b'"'), Reason.TOO_LARGE),
    ],
)
def test_an_endpoint_of_tokens_in_trouble_makes_facts_unknown(
    connect: Connect, orders: OrderSystem, by_token: Authorisation, fault: Fault, reason: Reason
) -> None:
    orders.token_faults.append(fault)
    source = connect(by_token)

    assert all_unknown(source.read(ANN), reason)
    assert source.read(ANN).facts == KNOWN


def test_a_system_that_keeps_failing_is_left_alone_and_asked_again_later(
    connect: Connect, orders: OrderSystem, clock: Clock
) -> None:
    source = connect()
    orders.faults.extend(Fault(status=500) for _ in range(FAILURES + 1))
    for _ in range(FAILURES):
        source.read(ANN)

    assert all_unknown(source.read(ANN), Reason.PAUSED)
    assert len(orders.asked) == FAILURES

    clock.seconds += PAUSE_S
    assert all_unknown(source.read(ANN), Reason.FAILED)
    assert all_unknown(source.read(ANN), Reason.PAUSED)

    clock.seconds += PAUSE_S
    assert source.read(ANN).facts == KNOWN


def test_unknown_customers_are_no_trouble_of_the_system(
    connect: Connect, orders: OrderSystem
) -> None:
    source = connect()
    for _ in range(FAILURES + 1):
        source.read({"customer_id": "nobody"})

    assert source.read(ANN).facts == KNOWN
    assert len(orders.asked) == FAILURES + 2


def test_what_was_read_is_kept_for_its_time(
    connect: Connect, orders: OrderSystem, clock: Clock
) -> None:
    source = connect(kept_s=60)
    source.read(ANN)

    again = source.read(ANN)
    assert (again.is_cached, again.facts) == (True, KNOWN)
    assert len(orders.asked) == 1

    clock.seconds += 61
    assert not source.read(ANN).is_cached


def test_what_is_kept_from_before_a_change_is_read_again(
    connect: Connect, orders: OrderSystem
) -> None:
    source = connect(kept_s=60)
    source.read(ANN)
    orders.orders["c-1"]["vip"] = False

    found = source.read(ANN, not_before=utc_now() + timedelta(seconds=1))

    assert found.facts["is_vip"] is False


def test_a_failure_is_not_kept(connect: Connect, orders: OrderSystem) -> None:
    source = connect(kept_s=60)
    orders.faults.append(Fault(status=500))
    source.read(ANN)

    assert source.read(ANN).facts == KNOWN


def test_an_allowed_fact_is_written_in_the_system_s_own_form(
    connect: Connect, orders: OrderSystem
) -> None:
    source = connect(kept_s=60)
    source.read(ANN)

    source.update(ANN, {"order_cost": "9.90", "is_vip": False})

    assert orders.orders["c-1"]["order"]["total_cents"] == 990
    assert orders.orders["c-1"]["payment"]["card_number"] == "4111111111111111"
    assert source.read(ANN).facts["order_cost"] == "9.90"


@pytest.mark.parametrize("name", ["payment_type", "no_such_fact"])
def test_no_other_fact_is_written(connect: Connect, orders: OrderSystem, name: str) -> None:
    with pytest.raises(UpdateFailed, match="may not be updated"):
        connect().update(ANN, {name: "cash"})

    assert orders.asked == []


def test_a_value_that_the_fact_cannot_have_is_not_written(
    connect: Connect, orders: OrderSystem
) -> None:
    with pytest.raises(UpdateFailed, match="is not a number"):
        connect().update(ANN, {"order_cost": "much"})

    assert orders.asked == []


def test_a_refused_update_says_so(connect: Connect, orders: OrderSystem) -> None:
    orders.faults.append(Fault(status=409))

    with pytest.raises(UpdateFailed, match="refused"):
        connect().update(ANN, {"is_vip": False})
