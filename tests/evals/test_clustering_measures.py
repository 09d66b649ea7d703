"""Measures of clusters against labels, on cases worked out by hand."""

from __future__ import annotations

import pytest

from evals.clustering_measures import agreement


def test_clusters_that_are_the_labels_agree_wholly() -> None:
    one = agreement([1, 1, 2, 2], ["pay", "pay", "bus", "bus"])
    assert [one.b_cubed, one.v_measure, one.rand] == pytest.approx([1, 1, 1])
    assert one.own == 2


def test_one_cluster_of_everything_agrees_no_more_than_chance() -> None:
    one = agreement([1, 1, 1, 1], ["pay", "pay", "bus", "bus"])
    assert one.v_measure == pytest.approx(0)
    assert one.rand == pytest.approx(0)
    assert one.b_cubed == pytest.approx(2 * 0.5 / 1.5)
    assert one.own == 0


def test_a_label_has_its_own_cluster_where_half_of_it_lies_and_nothing_more_often() -> None:
    one = agreement([1, 1, 2, 2, 2, 3], ["pay", "pay", "pay", "bus", "bus", "bus"])
    assert one.own == 2
    assert agreement([1, 2, 3], ["pay", "pay", "pay"]).own == 0
