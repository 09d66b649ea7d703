"""Evidence to files: Word, PowerPoint, Excel, CSV and Markdown, every quote in them cut from its transcript."""
