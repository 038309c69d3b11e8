"""What a chat model is asked, and what is read from its answer. Its words are drafts until they are verified."""
