"""From evidence to statements: extracts as a briefing note, or a model's sentences, each of them checked."""
