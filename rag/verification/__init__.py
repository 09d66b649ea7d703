"""What a statement says held against the words it cites: its quotations, numbers, names and negations. Pure."""
