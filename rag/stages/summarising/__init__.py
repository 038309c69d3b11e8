"""Which sentences tell an article, and how much of it they tell."""
