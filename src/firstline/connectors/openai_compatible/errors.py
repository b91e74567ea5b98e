"""What can go wrong with a language model's server.

FirstlineError
└── LanguageModelError
    ├── InsecureAddress     the key and customers' words would travel in the clear
    ├── ServerUnreachable   no answer: no connection, or none in time
    ├── ServerRefused       an answer that says no, with the server's words
    ├── ServerConfused      an answer that is none: broken JSON, fields missing
    ├── TuningFileBroken    a file that cannot be uploaded for fine-tuning
    ├── TuningEnded         a fine-tuning job that failed or was cancelled
    └── RecordBroken        what was stored about a language model cannot be read or written
"""

from firstline.domain.errors import FirstlineError


class LanguageModelError(FirstlineError):
    """A language model, or the server that has it, cannot be used."""


class InsecureAddress(LanguageModelError):
    """An address that is none, or over which a secret would travel in the clear."""


class ServerUnreachable(LanguageModelError):
    """The server gave no answer."""


class ServerRefused(LanguageModelError):
    """The server answered with an error.

    Args:
        status: of HTTP.
        words: the server's own, which may quote what was sent to it.
    """

    def __init__(self, status: int, words: str) -> None:
        self.status = status
        super().__init__(f"the server refused ({status}): {words}")


class ServerConfused(LanguageModelError):
    """The server answered with something that its interface does not have."""


class TuningFileBroken(LanguageModelError):
    """A file that is no training file in the chat format, or cannot be read."""


class TuningEnded(LanguageModelError):
    """A fine-tuning job that ended without a model."""


class RecordBroken(LanguageModelError):
    """The record of a language model cannot be used."""
