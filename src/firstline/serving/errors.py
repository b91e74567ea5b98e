"""What can go wrong with one request, and the one table from errors to HTTP.

FirstlineError
├── JournalError
│   └── DecisionNotFound     the journal holds no decision with this id
├── ReleaseError
│   └── GoldenSetBroken      a release decides otherwise than when it was made
└── RequestError             a request that no engine should see
    ├── BodyTooLarge
    ├── NotJson
    ├── UnsupportedMediaType
    ├── IdempotencyConflict  one key for two different inquiries
    ├── Overloaded           more inquiries wait than can be answered soon
    ├── Unauthorised
    ├── DraftError           no draft for an agent; decisions go on as always
    │   ├── DraftsOff        no language model is set up
    │   ├── NothingToDraft   nobody needs one
    │   ├── DraftsBusy       too many are waited for
    │   ├── DraftsPaused     the language model failed several times in a row
    │   └── DraftFailed      it gave none
    └── NoApiKeys            nobody could ask: raised at the start
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import ClientDisconnect

from firstline.domain.errors import (
    FirstlineError,
    InquiryError,
    JournalError,
    ReleaseError,
    ReleaseNotFound,
)
from firstline.journal.reader import DecisionNotFound


class GoldenSetBroken(ReleaseError):
    """A release that decides otherwise here than where it was made."""


class RequestError(FirstlineError):
    """A request that no engine should see."""


class BodyTooLarge(RequestError):
    def __init__(self, limit: int) -> None:
        super().__init__(f"the body is longer than {limit} bytes")


class NotJson(RequestError):
    def __init__(self, why: str) -> None:
        super().__init__(f"the body is not JSON: {why}")


class UnsupportedMediaType(RequestError):
    def __init__(self) -> None:
        super().__init__("send JSON, with the header Content-Type: application/json")


class IdempotencyConflict(RequestError):
    def __init__(self) -> None:
        super().__init__("this Idempotency-Key was used for another inquiry; use a new one")


class Overloaded(RequestError):
    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} inquiries are waiting already; try again in a second")


class Unauthorised(RequestError):
    def __init__(self) -> None:
        super().__init__("send a valid key in the header Authorization: Bearer … or X-API-Key")


class DraftError(RequestError):
    """No draft for an agent; decisions go on as always."""


class DraftsOff(DraftError):
    def __init__(self) -> None:
        super().__init__("no language model is set up: set FIRSTLINE_DRAFTS_URL and …_MODEL")


class NothingToDraft(DraftError):
    def __init__(self, why: str) -> None:
        super().__init__(f"there is nothing to draft: {why}")


class DraftsBusy(DraftError):
    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} drafts are waited for already; try again in some seconds")


class DraftsPaused(DraftError):
    def __init__(self, wait_s: float) -> None:
        super().__init__(
            "the language model failed several times in a row and is left alone; "
            f"try again in {math.ceil(wait_s)} s"
        )


class DraftFailed(DraftError):
    def __init__(self, why: str) -> None:
        super().__init__(f"the language model gave no draft: {why}")


class NoApiKeys(FirstlineError):
    def __init__(self) -> None:
        super().__init__(
            "no API keys are set, so nobody could ask: set FIRSTLINE_API_KEYS, "
            "or FIRSTLINE_ALLOW_ANONYMOUS=true where everyone who reaches the port may"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """How an error looks from outside."""

    status: int
    code: str
    """Stable, for programs; the message is for people."""


# The first class that an error is an instance of counts: special ones stand first.
PROBLEMS: Mapping[type[Exception], Problem] = {
    InquiryError: Problem(status=422, code="invalid_field"),
    NotJson: Problem(status=422, code="invalid_json"),
    BodyTooLarge: Problem(status=413, code="body_too_large"),
    UnsupportedMediaType: Problem(status=415, code="unsupported_media_type"),
    IdempotencyConflict: Problem(status=409, code="idempotency_conflict"),
    Overloaded: Problem(status=503, code="overloaded"),
    Unauthorised: Problem(status=401, code="unauthorised"),
    DraftsOff: Problem(status=404, code="drafts_off"),
    NothingToDraft: Problem(status=409, code="nothing_to_draft"),
    DraftsBusy: Problem(status=503, code="drafts_busy"),
    DraftsPaused: Problem(status=503, code="drafts_paused"),
    DraftFailed: Problem(status=502, code="draft_failed"),
    DecisionNotFound: Problem(status=404, code="decision_not_found"),
    JournalError: Problem(status=503, code="journal_unavailable"),
    ReleaseNotFound: Problem(status=503, code="no_live_release"),
    ClientDisconnect: Problem(status=400, code="client_left"),  # nobody reads this
    Exception: Problem(status=500, code="internal_error"),
}


def problem_of(error: Exception, table: Mapping[type[Exception], Problem] = PROBLEMS) -> Problem:
    return next(problem for kind, problem in table.items() if isinstance(error, kind))
