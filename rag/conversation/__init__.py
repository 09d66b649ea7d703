"""What a follow-up means, what was answered before, and the files that conversations are kept in."""
