"""What is asked of a model and how: prompts, fenced passages that fit its window, replies read, kept and looked at again."""
