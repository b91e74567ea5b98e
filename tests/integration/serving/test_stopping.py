import json
import signal

from tests.integration.serving.conftest import Customers, Service

from firstline.domain.decisions import DecisionId
from firstline.journal.reader import JournalReader
from firstline.journal.writer import Journal


def test_no_acknowledged_decision_is_lost_to_kill_9(service: Service, customers: Customers) -> None:
    customers.come()
    customers.wait_for(100)
    service.stop(signal.SIGKILL)
    customers.leave()
    acknowledged = {answer["decision_id"] for status, answer in customers.answers if status == 200}

    reader = JournalReader(service.journal)  # read-only, without any repair
    kept = {entry.decision_id for entry in reader.entries()}
    reader.close()
    assert len(acknowledged) >= 100
    assert acknowledged <= kept

    journal = Journal(service.journal)  # and the next service goes on from there
    assert {entry.decision_id for entry in journal.reader.entries()} == kept
    journal.close()


def test_a_service_that_is_asked_to_stop_finishes_what_it_began(
    service: Service, customers: Customers
) -> None:
    customers.come()
    customers.wait_for(50)
    code = service.stop(signal.SIGTERM)
    customers.leave()

    assert code == 0
    assert {status for status, _ in customers.answers} == {200}
    reader = JournalReader(service.journal)
    for _, answer in customers.answers:
        assert reader.entry(DecisionId(answer["decision_id"])).decision.kind == "auto_reply"
    reader.close()
    lines = (service.journal.parent / "log.jsonl").read_text().splitlines()
    events = [json.loads(line)["message"] for line in lines]
    assert events == ["starting", "a release is live", "stopped"]
