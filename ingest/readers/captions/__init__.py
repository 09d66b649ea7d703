"""Caption files: WebVTT and its dialects, SubRip, and the smaller formats."""
