from hypothesis import given
from hypothesis import strategies as st

from firstline.domain.topics import Topic, TopicId, TopicTree
from firstline.learning.pools import REST, pool_topics

TREE = TopicTree(
    tuple(
        Topic(id=TopicId(name), name=name, parent=TopicId(parent) if parent else None)
        for name, parent in (
            ("money", None),
            ("refunds", "money"),
            ("refund_late", "refunds"),
            ("refund_wrong", "refunds"),
            ("charged_twice", "money"),
            ("driver", None),
            ("driver_late", "driver"),
        )
    )
)
LEAVES = tuple(leaf.id for leaf in TREE.leaves)


def pools(**cases: int) -> dict[str, set[str]]:
    found = pool_topics(TREE, {TopicId(k): float(v) for k, v in cases.items()}, minimum=100)
    return {pool.name: set(pool.topics) for pool in found}


def test_a_topic_with_enough_cases_has_a_threshold_of_its_own() -> None:
    assert pools(charged_twice=150)["charged_twice"] == {"charged_twice"}


def test_small_neighbours_share_one_at_their_parent() -> None:
    assert pools(refund_late=60, refund_wrong=60)["refunds"] == {"refund_late", "refund_wrong"}


def test_what_is_still_small_goes_further_up() -> None:
    found = pools(refund_late=30, refund_wrong=30, charged_twice=50)
    assert found["money"] == {"refund_late", "refund_wrong", "charged_twice"}


def test_what_is_small_at_the_roots_becomes_one_last_pool() -> None:
    assert pools(driver_late=5)[REST] == set(LEAVES)


def test_a_topic_that_was_split_counts_until_the_model_knows_better() -> None:
    found = pools(refunds=150, refund_late=5)
    assert found["refunds"] == {"refunds", "refund_late", "refund_wrong"}
    assert found[REST] == {"charged_twice", "driver_late"}


@given(st.fixed_dictionaries({leaf: st.floats(0, 300) for leaf in LEAVES}))
def test_every_leaf_is_in_exactly_one_pool(cases: dict[TopicId, float]) -> None:
    found = pool_topics(TREE, cases, minimum=100)
    topics = [topic for pool in found for topic in pool.topics]
    assert sorted(topics) == sorted(LEAVES)
