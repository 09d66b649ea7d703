"""The quote finder: words a participant said that can be used as they are, and the collections they are saved to."""
