"""From a question to an answer made of evidence. Imports corpus and models; never ingest."""
