"""Transcripts in documents: Word, OpenDocument, RTF, PDF and saved web pages."""
