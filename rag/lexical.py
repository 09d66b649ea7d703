"""BM25 over the passages at hand: the only file that imports bm25s and its stemmer.

Dense vectors miss names, numbers and rare words; BM25 (Robertson and Zaragoza 2009, as bm25s's `lucene` variant) finds
them. The corpus is the pool that dense search brought, so the index lives for one question.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray


def bm25_scores(query: str, texts: Sequence[str]) -> NDArray[np.float64]:
    """The BM25 score of each text for the query, shape (len(texts),), 0 where no word is shared."""
    import bm25s

    zeros = np.zeros(len(texts))
    wanted = stems(query)
    if not wanted or not texts:
        return zeros
    words = [stems(text) for text in texts]
    if not any(words):
        return zeros
    index = bm25s.BM25(method="lucene")
    index.index(words, show_progress=False)
    known = [word for word in wanted if word in index.vocab_dict]
    return np.asarray(index.get_scores(known), dtype=np.float64) if known else zeros


def stems(text: str) -> list[str]:
    """The stemmed words of a text in order, stop words left out (Snowball English, bm25s's English stop list)."""
    import bm25s

    tokens = bm25s.tokenize([text], stopwords="en", stemmer=_stemmer(), return_ids=False, show_progress=False)
    return list(tokens[0])


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
