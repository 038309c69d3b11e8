"""What the words of a text are: tokens, numbers, dates and names, each with exact offsets."""
