"""What a question asks for: its kind, what it counts or names, and the words that evidence must bear out."""
