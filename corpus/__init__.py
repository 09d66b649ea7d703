"""The ground floor: what a transcript is, and where transcripts are kept.

Everything above stands on one invariant: a quote is `transcript.text[start:end]`, known to the character.
"""
