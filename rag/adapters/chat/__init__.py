"""Chat models: any server that speaks OpenAI's protocol, or a model file on this machine."""

from rag.adapters.chat.opening import open_chat

__all__ = ["open_chat"]
