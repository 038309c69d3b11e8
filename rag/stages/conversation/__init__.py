"""A question that leans on the questions before it becomes one that stands by itself, by rules."""

from rag.stages.conversation.following import leans, standalone_question

__all__ = ["leans", "standalone_question"]
