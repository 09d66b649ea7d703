"""What is asked of everybody: every interview in scope gone through, counted, read by a model, summed up, parted into themes."""
