"""Every error that Firstline raises on purpose.

FirstlineError
├── WorkspaceError        the files of a service are wrong; holds every Problem at once
├── RuleError             a rule's text is wrong; draws the place
├── InquiryError          an inquiry has a field that cannot be used
├── HistoryError          a history file cannot be read at all
├── EncoderError
│   ├── EncoderNotFound   no source holds the encoder
│   └── EncoderHashError  a source holds something else under its name
├── TuningError           an encoder cannot be tuned here, or not at all
├── ReleaseError
│   ├── ReleaseNotFound
│   ├── ReleaseCorrupt    content does not match its digest, or is incomplete
│   ├── ExamplesBroken    a template's rule does not do what its examples say
│   └── CanaryRefused     this release cannot be tried on a share of the traffic now
├── JournalError          a decision could not be made durable, or is unknown
├── ReplayError           a change that past decisions cannot show
├── TryLater              too much was asked just now; says when to come again
└── DiscoveryError        nothing to discover from, or drafts that cannot be written
"""

from dataclasses import dataclass, field


class FirstlineError(Exception):
    """Base of all errors meant for a person; `str(error)` says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in one file of a service."""

    file: str
    line: int
    """1-based; 0 where the problem is the whole file."""
    message: str
    """What is wrong and what to do, in words for a content specialist."""
    template: str = ""
    """Id of the template that it is about, if it is about one."""
    misfit: "RuleError | None" = field(default=None, compare=False, repr=False)
    """Set where a rule's text is wrong: the place in it."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class TryLater(FirstlineError):
    """Too much was asked just now.

    Args:
        message: what was too much.
        retry_after_s: seconds after which it may succeed.
    """

    def __init__(self, message: str, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(f"{message}; try again in {retry_after_s} s")


class WorkspaceError(FirstlineError):
    """Raised with every problem found, so that one round of repairs is enough."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class RuleError(FirstlineError):
    """A rule that cannot be parsed or does not fit the fact schema.

    Args:
        message: what is wrong and what to do, one sentence.
        source: the whole text of the rule.
        position: 0-based offset into `source` where the problem starts.
    """

    def __init__(self, message: str, *, source: str, position: int) -> None:
        self.message = message
        self.source = source
        self.position = position
        super().__init__(f"{message}\n{self.drawing}")

    @property
    def drawing(self) -> str:
        """The line of the rule with a caret under the place."""
        start = self.source.rfind("\n", 0, self.position) + 1
        line = self.source[start:].split("\n", 1)[0]
        return f"    {line}\n    {' ' * (self.position - start)}^"

    @property
    def line(self) -> int:
        """1-based line of the rule's text."""
        return self.source.count("\n", 0, self.position) + 1

    @property
    def column(self) -> int:
        """1-based column in that line."""
        return self.position - self.source.rfind("\n", 0, self.position)


class InquiryError(FirstlineError):
    """One field of an inquiry that cannot be used, e.g. `facts.order_cost`."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}")


class HistoryError(FirstlineError):
    """A history file that cannot be read, or lacks the columns that are needed."""


class EncoderError(FirstlineError):
    """An encoder that cannot be used."""


class EncoderNotFound(EncoderError):
    """No source holds the encoder; the message lists where we looked."""


class EncoderHashError(EncoderError):
    """A source holds a file whose sha256 is not the registered one."""


class TuningError(FirstlineError):
    """The encoder cannot learn, or what teaches it is not installed."""


class ReleaseError(FirstlineError):
    """A release that cannot be used."""


class ReleaseNotFound(ReleaseError):
    """No release has this digest, or none is live."""


class ReleaseCorrupt(ReleaseError):
    """Content does not match its digest, is incomplete, or of an unknown format."""


class ExamplesBroken(ReleaseError):
    """A rule of the release does not do what the examples of its template say."""


class CanaryRefused(ReleaseError):
    """This release, or this share, cannot be a canary now."""


class JournalError(FirstlineError):
    """A decision could not be made durable, or there is none with this id."""


class ReplayError(FirstlineError):
    """A change whose effect past decisions cannot show, or no past to show it on."""


class DiscoveryError(FirstlineError):
    """No inquiries to discover new content from, or drafts that cannot be written."""
