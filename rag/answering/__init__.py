"""The flow of an answer, from a question to what is shown, recorded, kept and checked again."""
