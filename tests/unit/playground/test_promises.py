from dataclasses import replace

from tests.builders import a_service

from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.topics import TopicId
from firstline.serving.playground.promises import clearance, in_words, promise

KEPT = PrecisionGuarantee(
    name="charged_twice",
    topics=(TopicId("charged_twice"),),
    threshold=0.72,
    target=0.95,
    delta=0.1,
    cases=410,
    answered=236,
    right=231,
    lower_bound=0.961,
    cases_needed=0,
)
OPEN = replace(KEPT, threshold=None, answered=0, right=0, cases_needed=1_240)


def spaces(text: str | None) -> str:
    return (text or "").replace("\u00a0", " ")


def test_a_kept_promise_is_told_with_its_evidence() -> None:
    assert spaces(in_words(KEPT)) == (
        "With 90 % confidence, at least 95 % of the replies at 72 % or more are right: "
        "231 of 236 were in the calibration weeks."
    )


def test_an_open_promise_says_how_many_cases_it_needs() -> None:
    assert spaces(in_words(OPEN)) == (
        "To promise that 95 % are right it needs about 1,240 more labelled cases; "
        "the calibration weeks had 410."
    )
    assert "about 1 more labelled case;" in in_words(replace(OPEN, cases_needed=1))


def test_where_cases_will_not_help_it_says_what_may() -> None:
    said = spaces(in_words(replace(OPEN, cases_needed=None)))

    assert said == (
        "No level of certainty was right often enough to promise 95 %. More cases alone will "
        "not help; clearer rules or replies may."
    )


def test_the_bar_shows_the_reply_beside_what_is_needed() -> None:
    topics = a_service().topics

    sure, unsure, unproven = (
        promise(0.9, KEPT, topics),
        promise(0.7, KEPT, topics),
        promise(0.9, OPEN, topics),
    )

    assert sure
    assert unsure
    assert unproven
    assert (sure.reply_width, sure.needed_at, sure.clears) == ("90.0%", "72.0%", True)
    assert not unsure.clears
    assert (unproven.needed, unproven.needed_at, unproven.clears) == ("", "", False)
    assert promise(0.9, None, topics) is None


def test_a_pool_names_how_many_topics_share_its_promise() -> None:
    pool = replace(KEPT, name="all other topics", topics=(TopicId("a"), TopicId("b")))
    topics = a_service().topics

    shared, alone = promise(0.9, pool, topics), promise(0.9, KEPT, topics)

    assert shared
    assert alone
    assert shared.about == "All other topics (2 topics together)"
    assert alone.about == "charged twice"


def test_an_automatic_reply_says_by_how_much_it_clears_the_promise() -> None:
    assert spaces(clearance(0.94, KEPT)) == (
        "It is right with 94 % probability, and this topic asks for 72 % or more."
    )
    assert spaces(clearance(0.94, None)) == "It is right with 94 % probability."
