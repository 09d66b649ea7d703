"""Measures of the product on labelled data, peers beside it in the same run. Nothing in the product imports this."""
