"""What words say, by rule: stems, numbers, negations, names, who is speaking and what was asked. Pure; nothing here knows a search or a model."""
