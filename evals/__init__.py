"""Measurements on labelled data, peers side by side."""
