"""Fine-tuning against a server that speaks the interface, and misbehaves."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr
from tests.integration.connectors.conftest import write_examples
from tests.integration.connectors.model_server import KEY, Fault, ModelServer, refusal

from firstline.connectors.openai_compatible.connections import Connection
from firstline.connectors.openai_compatible.errors import (
    LanguageModelError,
    RecordBroken,
    ServerConfused,
    ServerRefused,
    ServerUnreachable,
    TuningEnded,
)
from firstline.connectors.openai_compatible.files import read_tuning_file
from firstline.connectors.openai_compatible.records import LanguageModels
from firstline.connectors.openai_compatible.servers import Server
from firstline.connectors.openai_compatible.tuning import Tuner, TuningPlan

UPLOAD = "POST /v1/files"
START = "POST /v1/fine_tuning/jobs"
LIST = "GET /v1/fine_tuning/jobs"


@dataclass
class Ada:
    """The ML engineer, at her terminal."""

    tuner: Tuner
    plan: TuningPlan
    told: list[str]
    waited_s: list[float] = field(default_factory=list)


@pytest.fixture
def ada(model_server: ModelServer, examples: Path, tmp_path: Path) -> Iterator[Ada]:
    told: list[str] = []
    waited: list[float] = []
    server = Server(base_url=model_server.base_url, key=SecretStr(KEY))
    timeout = httpx2.Timeout(5, read=0.3)
    with Connection(server, sleep=waited.append, timeout=timeout) as connection:
        models = LanguageModels(tmp_path / "store")
        tuner = Tuner(connection=connection, models=models, tell=told.append)
        plan = TuningPlan(name="replies", model="small", training=read_tuning_file(examples))
        yield Ada(tuner, plan, told, waited)


def test_a_model_is_tuned_and_its_id_is_kept(
    ada: Ada, model_server: ModelServer, examples: Path
) -> None:
    ended = ada.tuner.watch(ada.tuner.begin(ada.plan))

    assert ended.model_id == "ft:small:ftjob-1"
    assert ended.trained_tokens == 1234
    assert ada.tuner.models.read("replies") == ended
    assert model_server.contents["file-1"] == examples.read_bytes()
    assert ada.told[-1] == "job ftjob-1: succeeded"
    assert [line for line in ada.told if line.startswith("step")] == ["step 1", "step 2", "step 3"]


def test_what_was_asked_for_reaches_the_server(
    ada: Ada, model_server: ModelServer, tmp_path: Path
) -> None:
    validation = read_tuning_file(write_examples(tmp_path / "validation.jsonl", "Hello."))
    plan = replace(
        ada.plan, validation=validation, suffix="rides", seed=7, hyperparameters={"n_epochs": 3}
    )
    ada.tuner.begin(plan)

    job = model_server.jobs["ftjob-1"]
    assert (job["training_file"], job["validation_file"]) == ("file-1", "file-2")
    assert (job["model"], job["suffix"], job["seed"]) == ("small", "rides", 7)
    assert job["hyperparameters"] == {"n_epochs": 3}


def test_what_was_not_asked_for_is_the_servers_choice(ada: Ada, model_server: ModelServer) -> None:
    ada.tuner.begin(ada.plan)

    assert model_server.jobs["ftjob-1"].keys() & {"hyperparameters", "suffix"} == set()


def test_the_same_file_is_uploaded_once(ada: Ada, model_server: ModelServer) -> None:
    ada.tuner.begin(ada.plan)
    ada.tuner.begin(replace(ada.plan, name="again", seed=1))

    assert model_server.asked.count(UPLOAD) == 1
    assert "train.jsonl is at the server already, as file-1" in ada.told
    assert len(model_server.jobs) == 2


@pytest.mark.parametrize("status", ["expired", None])
def test_a_file_that_the_server_deleted_is_uploaded_anew(
    ada: Ada, model_server: ModelServer, status: str | None
) -> None:
    ada.tuner.begin(ada.plan)
    model_server.files["file-1"]["status"] = status
    if status is None:
        del model_server.files["file-1"]
        model_server.files["file-0"] = {"id": "file-0"}
    begun = ada.tuner.begin(replace(ada.plan, name="again", seed=1))

    assert model_server.asked.count(UPLOAD) == 2
    assert begun.training.file_id == "file-2"


def test_the_same_plan_goes_on_with_its_job(ada: Ada, model_server: ModelServer) -> None:
    first = ada.tuner.begin(ada.plan)
    second = ada.tuner.begin(ada.plan)

    assert second == first
    assert model_server.asked.count(START) == 1


def test_another_plan_needs_another_name(ada: Ada) -> None:
    ada.tuner.begin(ada.plan)

    with pytest.raises(RecordBroken, match="choose another with --name"):
        ada.tuner.begin(replace(ada.plan, seed=1))


def test_a_busy_server_is_asked_again_after_the_time_it_names(
    ada: Ada, model_server: ModelServer
) -> None:
    model_server.fail(
        UPLOAD, refusal(429, "slow down", retry_after="17"), refusal(503, "restarting")
    )
    ada.tuner.begin(ada.plan)

    assert ada.waited_s == [17, 2]
    assert model_server.asked.count(UPLOAD) == 3


@pytest.mark.parametrize("moment", ["Wed, 21 Oct 2015 07:28:00 GMT", "soon", "nan"])
def test_a_time_that_is_over_or_makes_no_sense_is_no_reason_to_wait_long(
    ada: Ada, model_server: ModelServer, moment: str
) -> None:
    model_server.fail(UPLOAD, refusal(429, "slow down", retry_after=moment))
    ada.tuner.begin(ada.plan)

    assert ada.waited_s == [1]


def test_nobody_waits_longer_than_two_minutes(ada: Ada, model_server: ModelServer) -> None:
    model_server.fail(UPLOAD, refusal(429, "later", retry_after="86400"))
    ada.tuner.begin(ada.plan)

    assert ada.waited_s == [120]


def test_a_slow_server_is_asked_again(ada: Ada, model_server: ModelServer) -> None:
    model_server.fail(UPLOAD, Fault(after_s=0.6))
    ada.tuner.begin(ada.plan)

    assert model_server.asked.count(UPLOAD) == 2


@pytest.mark.parametrize("fault", [Fault(after_s=0.6, is_done_first=True), Fault(status=500)])
def test_a_job_is_started_once_even_if_the_answer_gets_lost(
    ada: Ada, model_server: ModelServer, fault: Fault
) -> None:
    model_server.fail(START, fault)
    begun = ada.tuner.begin(ada.plan)

    assert begun.job_id == "ftjob-1"
    assert len(model_server.jobs) == 1


def test_a_job_of_a_call_that_died_is_found_again(ada: Ada, model_server: ModelServer) -> None:
    begun = ada.tuner.begin(ada.plan)
    ada.tuner.models.write(replace(begun, job_id=""))  # as it was before the answer came
    again = ada.tuner.begin(ada.plan)

    assert again.job_id == "ftjob-1"
    assert len(model_server.jobs) == 1


def test_servers_that_list_no_jobs_still_start_them(ada: Ada, model_server: ModelServer) -> None:
    model_server.fail(LIST, refusal(404, "no such page"))

    assert ada.tuner.begin(ada.plan).job_id == "ftjob-1"


def test_what_the_server_says_about_a_bad_request_is_passed_on_at_once(
    ada: Ada, model_server: ModelServer
) -> None:
    model_server.fail(START, refusal(400, "the model `small` cannot be fine-tuned"))

    with pytest.raises(ServerRefused, match="the model `small` cannot be fine-tuned"):
        ada.tuner.begin(ada.plan)
    assert ada.waited_s == []


def test_after_a_refused_start_the_upload_is_not_repeated(
    ada: Ada, model_server: ModelServer
) -> None:
    model_server.fail(START, refusal(400, "no such model"))
    with pytest.raises(ServerRefused):
        ada.tuner.begin(ada.plan)
    ada.tuner.begin(ada.plan)

    assert model_server.asked.count(UPLOAD) == 1


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"no": "id"}', b"<html>", b""])
def test_an_answer_that_is_none_says_what_may_be_wrong(
    ada: Ada, model_server: ModelServer, body: bytes
) -> None:
    model_server.fail(UPLOAD, Fault(body=body))

    with pytest.raises(ServerConfused, match="with /v1 at its end"):
        ada.tuner.begin(ada.plan)


def test_a_server_that_stays_broken_is_given_up(ada: Ada, model_server: ModelServer) -> None:
    model_server.fail(UPLOAD, *[Fault(status=502, body=b"<h1>Bad gateway</h1>")] * 6)

    with pytest.raises(ServerRefused, match="Bad gateway"):
        ada.tuner.begin(ada.plan)
    assert ada.waited_s == [1, 2, 4, 8, 16]


def test_a_server_that_is_not_there_is_named(ada: Ada) -> None:
    server = Server(base_url="http://127.0.0.1:9/v1")
    with Connection(server, sleep=ada.waited_s.append) as connection:
        tuner = replace(ada.tuner, connection=connection)
        with pytest.raises(ServerUnreachable, match=r"127\.0\.0\.1:9/v1 did not answer"):
            tuner.begin(ada.plan)


@pytest.mark.parametrize(
    ("end", "words"), [("failed", "the examples are all alike"), ("cancelled", "without a model")]
)
def test_a_job_that_ends_without_a_model_says_why(
    ada: Ada, model_server: ModelServer, end: str, words: str
) -> None:
    model_server.course = ("queued", "running", end)

    with pytest.raises(TuningEnded, match=words):
        ada.tuner.watch(ada.tuner.begin(ada.plan))
    stored = ada.tuner.models.read("replies")
    assert stored
    assert (stored.status, stored.model_id) == (end, "")


def test_after_a_failed_job_the_same_plan_starts_a_new_one(
    ada: Ada, model_server: ModelServer
) -> None:
    model_server.course = ("queued", "failed")
    with pytest.raises(TuningEnded):
        ada.tuner.watch(ada.tuner.begin(ada.plan))
    model_server.course = ("queued", "succeeded")
    ended = ada.tuner.watch(ada.tuner.begin(ada.plan))

    assert ended.job_id == "ftjob-2"
    assert ended.model_id


def test_troubles_while_watching_pass(ada: Ada, model_server: ModelServer) -> None:
    begun = ada.tuner.begin(ada.plan)
    model_server.fail("GET /v1/fine_tuning/jobs/ftjob-1", Fault(status=500), Fault(after_s=0.6))
    model_server.fail(
        "GET /v1/fine_tuning/jobs/ftjob-1/events", refusal(404, "events are not kept here")
    )

    assert ada.tuner.watch(begun).model_id == "ft:small:ftjob-1"


def test_long_jobs_are_asked_about_less_and_less_often(ada: Ada, model_server: ModelServer) -> None:
    model_server.course = ("queued", *["running"] * 20, "succeeded")
    ada.tuner.watch(ada.tuner.begin(ada.plan))

    assert ada.waited_s == sorted(ada.waited_s)
    assert ada.waited_s[0] == 2
    assert ada.waited_s[-1] == 60


def test_the_key_is_nowhere_but_in_the_request(ada: Ada, model_server: ModelServer) -> None:
    begun = ada.tuner.begin(ada.plan)
    model_server.fail("GET /v1/fine_tuning/jobs/ftjob-1", refusal(401, f"Wrong key {KEY}"))
    with pytest.raises(LanguageModelError) as caught:
        ada.tuner.watch(begun)
    shown = str(caught.value) + repr(ada.tuner.connection.server) + "\n".join(ada.told)

    assert "Wrong key …" in shown
    assert KEY not in shown
    assert KEY not in ada.tuner.models.path("replies").read_text()
