import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from firstline.inference.ngrams import Grams, Vocabulary

TEXTS = (
    "I was charged twice for the trip",
    "charged twice, twice!",
    "the driver was late",
    "the trip was fine",
    "二重に請求されました",
)


@pytest.mark.parametrize("kind", list(Grams))
def test_weights_are_those_of_scikit_learn(kind: Grams) -> None:
    theirs = TfidfVectorizer(analyzer=kind.of, sublinear_tf=True, min_df=2)
    expected = theirs.fit_transform(TEXTS).toarray()
    vocabulary = Vocabulary.fit(kind, TEXTS)
    assert list(vocabulary.columns) == list(theirs.get_feature_names_out())
    for text, row in zip(TEXTS, expected, strict=True):
        columns, weights = vocabulary.features(text)
        ours = np.zeros(len(vocabulary))
        ours[columns] = weights
        assert ours == pytest.approx(row)


def test_a_text_of_unseen_words_has_no_features() -> None:
    columns, weights = Vocabulary.fit(Grams.WORDS, TEXTS).features("xylophone")
    assert len(columns) == len(weights) == 0


def test_one_endless_word_costs_no_more_than_its_beginning() -> None:
    assert len(Grams.CHARACTERS.of("a" * 100_000)) < 200
