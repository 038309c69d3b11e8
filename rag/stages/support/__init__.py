"""How probably a sentence follows from others, for wordings that rules cannot compare: features and a fitted score."""
