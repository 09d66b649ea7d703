"""The claim checker: a text to claims with verdicts, and every quotation in it looked up word for word."""
