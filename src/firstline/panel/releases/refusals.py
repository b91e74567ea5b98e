"""Why something about a draft or a version is not done."""

from django.forms import Form

from firstline.domain.errors import FirstlineError


class NotReady(FirstlineError):
    """A draft that may not go live as it is, or not by this person."""


class Stale(NotReady):
    """It is not any more what this person looked at."""

    def __init__(self) -> None:
        super().__init__(
            "the draft or what is live has changed since you looked; look again, then decide"
        )


class SomebodyElseMoves(FirstlineError):
    """Another person or process holds the live pointer."""

    def __init__(self) -> None:
        super().__init__("somebody else is publishing just now; look at what is live, then retry")


class FormRefused(FirstlineError):
    """A form that no page sends so; nothing was changed."""

    def __init__(self, form: Form) -> None:
        said = (f"{name}: {error}" for name, errors in form.errors.items() for error in errors)
        super().__init__("; ".join(said))
