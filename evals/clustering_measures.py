"""How well clusters agree with labels: B-cubed (Bagga and Baldwin 1998), V-measure (Rosenberg and Hirschberg 2007), the
adjusted Rand index (Hubert and Arabie 1985), and how many labels have a cluster of their own. Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, log


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Measures of one clustering. `own` counts the labels with a cluster of their own, out of `labels`."""

    b_cubed: float
    v_measure: float
    rand: float
    own: int
    labels: int


def agreement(clusters: Sequence[Hashable], labels: Sequence[Hashable]) -> Agreement:
    """Clusters of some items against their labels; give an item in no cluster a cluster of its own."""
    together, in_cluster, in_label = Counter(zip(clusters, labels, strict=True)), Counter(clusters), Counter(labels)
    return Agreement(
        b_cubed=_b_cubed(together, in_cluster, in_label),
        v_measure=_v_measure(together, in_cluster, in_label),
        rand=_rand(together, in_cluster, in_label),
        own=_with_their_own(together, in_label),
        labels=len(in_label),
    )


_Pairs = Mapping[tuple[Hashable, Hashable], int]
_Counts = Mapping[Hashable, int]


def _b_cubed(together: _Pairs, in_cluster: _Counts, in_label: _Counts) -> float:
    items = sum(together.values())
    precision = sum(n * n / in_cluster[cluster] for (cluster, _), n in together.items()) / items
    recall = sum(n * n / in_label[label] for (_, label), n in together.items()) / items
    return 2 * precision * recall / (precision + recall)


def _v_measure(together: _Pairs, in_cluster: _Counts, in_label: _Counts) -> float:
    of_clusters, of_labels = _entropy(in_cluster), _entropy(in_label)
    shared = of_clusters + of_labels - _entropy(together)
    return 2 * shared / (of_clusters + of_labels) if of_clusters + of_labels else 1.0


def _entropy(counts: Mapping[tuple[Hashable, Hashable], int] | _Counts) -> float:
    every = sum(counts.values())
    return -sum(n / every * log(n / every) for n in counts.values())


def _rand(together: _Pairs, in_cluster: _Counts, in_label: _Counts) -> float:
    both, clusters, labels = (sum(comb(n, 2) for n in one.values()) for one in (together, in_cluster, in_label))
    by_chance = clusters * labels / max(1, comb(sum(together.values()), 2))
    most = (clusters + labels) / 2
    return (both - by_chance) / (most - by_chance) if most != by_chance else 1.0


def _with_their_own(together: _Pairs, in_label: _Counts) -> int:
    """Labels of which one cluster holds half of the items at least, and more of them than of any other label."""
    held: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for (cluster, label), n in together.items():
        held[cluster][label] += n
    own = set()
    for inside in held.values():
        (label, most), *others = inside.most_common(2)
        if 2 * most >= in_label[label] and not any(n == most for _, n in others):
            own.add(label)
    return len(own)
