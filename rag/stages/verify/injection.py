"""Text that gives orders to whoever reads it by machine. It is never an answer, not even word for word."""

from __future__ import annotations

import re

_MACHINE = r"(?:assistant|chat\s?bot|language model|llm|\bai\b|gpt|model|system prompt|prompt)"
_ORDERS = re.compile(
    r"(?:^|[.!?:;,\"“'(>-]\s*|\b(?:please|and|then|just|must|should|to)\s+)(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}\b(?:instructions?|prompts?|directions?|orders?|rules|"
    r"above|previous|prior|earlier|preceding|context|information|info|data|text|everything|anything|questions?)\b"
    r"|(?:^|[.!?:;,\"“'(>-]\s*|\b(?:please|and|then|just|must|should)\s+)(?:print|output|respond|reply|answer|say|write|repeat|return|display|echo|include|append|insert)\b[^.!?]{0,30}"
    r"\b(?:only|exactly|nothing else|instead|the following|verbatim|this (?:text|sentence|phrase|message|string))\b"
    r"|\b(?:your|hidden|secret|system) (?:instructions?|prompt|task|directive)s?\b"
    r"|(?:^|[.!?:;]\s*|\bplease\s+)(?:follow|obey|here are|new) (?:the |these |my )?(?:new |following )?instructions?\b"
    r"|\byou (?:are|must|should|will|have to|need to) (?:now )?(?:act|answer|respond|reply|output|print|say|ignore|obey|"  # noqa: E501
    r"follow|comply|pretend|write|include|mention|recommend)\b"
    r"|</?(?:system|user|assistant|instructions?|end of \w+|im_start|im_end|s|inst)\b[^>]*>|\[/?(?:inst|system)\]"
    r"|^\s*(?:#+\s*)?(?:system|assistant|user|human|instructions?)\s*:"
    rf"|\b(?:attention|note to|message to|dear|hey|hello|instructions? for)\b[^.!?]{{0,20}}{_MACHINE}"
    r"|\bas an? (?:ai|artificial intelligence|language model|assistant)\b"
    r"|\b(?:if|when(?:ever)?) (?:the |a )?(?:user|reader|someone) asks?\b"
    r"|\bcould you (?:please )?(?:repeat|print|say|write|output)\b"
    r"|\bprint [A-Za-z0-9.]+\s*(?:\.|!|$)",
    re.IGNORECASE | re.MULTILINE,
)


def gives_orders(text: str) -> bool:
    """Tell whether a text speaks to the machine that reads it."""
    return _ORDERS.search(text) is not None
