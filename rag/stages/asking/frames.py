"""Polite and indirect frames around a question, which ask for nothing themselves."""

from __future__ import annotations

import re

_OPENERS = re.compile(
    r"^\s*(?:"
    r"(?:hi|hello|hey|ok|okay|so|and|well|now|also|then)\b[\s,!.]*(?!and\b)"
    r"|please[\s,]+"
    r"|(?:can|could|would|will)\s+(?:you|anyone|somebody|someone)\s+(?:please\s+)?(?:kindly\s+)?"
    r"(?:tell|explain|say|show|give|let|clarify|describe|list|name|remind)\s*(?:to\s+)?(?:me|us)?(?:\s+know)?\s*"
    r"|do\s+(?:you|we)\s+(?:happen\s+to\s+)?know\s+(?:if\s+|whether\s+)?"
    r"|(?:i|we)(?:\s*['’]?d|\s+would|\s+want|\s+need|\s+am|\s*['’]m)?\s+(?:really\s+|also\s+)?"
    r"(?:like|love|want|need|wish|trying|wondering|wonder|curious|interested)\s*(?:to\s+)?"
    r"(?:know|learn|find\s+out|understand|see|hear|figure\s+out)?[\s,:]*(?:roughly|exactly|about)?\s*(?:if\s+|whether\s+)?"
    r"|(?:please\s+)?tell\s+(?:me|us)[\s,:]*(?:about\s+)?"
    r"|(?:please\s+)?(?:explain|clarify)(?:\s+to\s+me)?[\s,:]*"
    r"|(?:according\s+to|in|from|based\s+on|per)\s+(?:the|this)\s+(?:article|text|story|report|piece|passage|news)"
    r"(?:\s+above)?[\s,:]*"
    r"|(?:the|this)\s+(?:article|text|story|report|piece)\s+(?:says|states|reports|mentions)[\s,:]*(?:that\s+)?"
    r"|what\s+(?:does|do|did)\s+(?:the|this)\s+(?:article|text|story|report|piece)\s+"
    r"(?:say|tell\s+us|tell|report|state|mention)\s+(?:about|on|of)\s+"
    r"|(?:just\s+)?(?:quickly|quick\s+question|question)[\s,:]+"
    r")",
    re.IGNORECASE,
)
_CLOSERS = re.compile(
    r"(?:[\s,]+(?:please|thanks|thank\s+you|cheers"
    r"|(?:according\s+to|in|from|per)\s+(?:the|this)\s+(?:article|text|story|report|piece|passage)"
    r"|(?:do|would)\s+you\s+know|can\s+you\s+tell\s+me"
    r"|(?:does|did|do)\s+(?:the|this)\s+(?:article|text|story|report|piece)\s+say))+(?P<mark>[\s?.!]*)$",
    re.IGNORECASE,
)


def strip_frame(question: str) -> str:
    """Return the question without what only frames it; what would leave no word is returned unchanged."""
    bare = question.strip()
    while True:
        shorter = _CLOSERS.sub(lambda match: match["mark"].strip(), bare, count=1)
        shorter = _OPENERS.sub("", shorter, count=1).strip()
        if shorter == bare or not any(character.isalnum() for character in shorter):
            return bare
        bare = shorter
