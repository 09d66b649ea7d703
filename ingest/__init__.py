"""The job: files -> transcripts -> passages -> corpus. Imports the corpus and the models; never `rag`."""
