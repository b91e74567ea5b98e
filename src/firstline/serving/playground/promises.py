"""A topic's promise in plain words: how sure the best reply is, and how sure it must be."""

from dataclasses import dataclass

from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.topics import TopicTree
from firstline.serving.playground.words import counted, percent, title


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    reply: str
    """How probably the best reply is right."""
    reply_width: str
    """The same as the width of a bar."""
    needed: str
    """The threshold; empty where there is none."""
    needed_at: str
    clears: bool
    about: str
    """Which topics share the promise."""
    sentence: str


def promise(
    probability: float, guarantee: PrecisionGuarantee | None, topics: TopicTree
) -> Promise | None:
    if guarantee is None:
        return None
    threshold = guarantee.threshold
    return Promise(
        reply=percent(probability),
        reply_width=width(probability),
        needed=percent(threshold) if threshold is not None else "",
        needed_at=width(threshold) if threshold is not None else "",
        clears=guarantee.clears(probability),
        about=_about(guarantee, topics),
        sentence=in_words(guarantee),
    )


def in_words(guarantee: PrecisionGuarantee) -> str:
    target = percent(guarantee.target)
    if guarantee.threshold is not None:
        return (
            f"With {percent(1 - guarantee.delta)} confidence, at least {target} of the replies "
            f"at {percent(guarantee.threshold)} or more are right: {guarantee.right:,} of "
            f"{guarantee.answered:,} were in the calibration weeks."
        )
    if guarantee.cases_needed is None:
        return (
            f"No level of certainty was right often enough to promise {target}. More cases alone "
            "will not help; clearer rules or replies may."
        )
    return (
        f"To promise that {target} are right it needs about "
        f"{counted(guarantee.cases_needed, 'more labelled case')}; "
        f"the calibration weeks had {guarantee.cases:,}."
    )


def clearance(probability: float | None, guarantee: PrecisionGuarantee | None) -> str:
    """Say why an automatic reply was sure enough."""
    if probability is None:  # of a decision that an older Firstline made
        return "It was sure enough for this topic."
    sure = f"It is right with {percent(probability)} probability"
    if guarantee is None or guarantee.threshold is None:
        return f"{sure}."
    return f"{sure}, and this topic asks for {percent(guarantee.threshold)} or more."


def width(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0):.1%}"


def _about(guarantee: PrecisionGuarantee, topics: TopicTree) -> str:
    known = (topic.name for topic in topics if topic.id == guarantee.name)
    name = next(known, title(guarantee.name))
    shared = len(guarantee.topics)
    return name if shared == 1 else f"{name} ({shared} topics together)"
