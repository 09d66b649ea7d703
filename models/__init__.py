"""What is learned, not written: embedders and chat models, one vendor a file, each behind a small Protocol."""
