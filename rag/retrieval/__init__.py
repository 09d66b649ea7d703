"""From a question to evidence: passages ranked by meaning and by words, and in them the stretches of speech that speak to it."""
