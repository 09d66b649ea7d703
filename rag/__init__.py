"""From a question to an answer made of evidence. Imports corpus and models; never ingest.

Ten rooms, each a floor that imports only from those before it: speech, retrieval, verification, prompting, conversation, quotes,
writing, everybody, claims, answering (docs/decisions/0004). What an answer is made of lies here and is known on every floor.
"""
