"""A verb that is left out after its auxiliary: "Will it?", "Why didn't they?", "Who did?"."""

from __future__ import annotations

import re
from typing import Literal

from rag.stages.conversation.continuing import base_form
from rag.stages.conversation.shapes import Built
from rag.stages.language.folding import word_set

Group = Literal["do", "modal", "have", "be"]

AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|shall|should|may|might|must|wo|ca)"
    r"(?:n['’]t)?"
)
ELLIPTIC = re.compile(
    rf"^(?P<asked>(?:since |until |by )?(?:why|how|when|where))\s+(?P<auxiliary>{AUXILIARY})\s+"
    r"(?P<who>he|she|they|it|that|this)(?P<negation>\s+not)?$",
    re.IGNORECASE,
)
"""A question word, an auxiliary and a pronoun: the verb is the one before."""
WHO = re.compile(
    rf"^(?P<asked>who(?:\s+else)?|which\s+[\w-]+)\s+(?P<auxiliary>{AUXILIARY})(?P<negation>\s+not)?$", re.IGNORECASE
)
"""Who did, or will, or did not."""
_MODALS = word_set("will would can could shall should may might must")
_BE = word_set("is are was were")


def is_elliptic(text: str) -> bool:
    """Tell whether a question ends with its auxiliary, or with a pronoun after one."""
    match = ELLIPTIC.match(text)
    if match is None:
        return WHO.match(text) is not None
    # "Where was it?" and "How is she?" have a verb of their own
    return match["auxiliary"].lower().split("n")[0] not in _BE or match["asked"].lower() == "why"


def clause_with(auxiliary: str, who: str, before: Built, *, negated: bool = False) -> str | None:
    """Return the clause of the question before with another auxiliary and subject: "will the union accept the offer".

    None where the verb would need a form that is not known, or where the question before has no plain clause.
    """
    spoken, short = split_auxiliary(auxiliary)
    if before.auxiliary is None or before.verb is None or before.shape not in {"polar", "adjunct"}:
        return None
    form = _form_for(spoken, before)
    if form is None:
        return None
    no = "not" if negated or short else ""
    return " ".join(f"{spoken} {who} {no} {form} {before.text(before.verb + 1)}".split())


def split_auxiliary(auxiliary: str) -> tuple[str, bool]:
    """Return an auxiliary without its "n't", and whether it had one."""
    lower = auxiliary.lower()
    bare = re.sub(r"n['’]t$", "", lower)
    if bare == lower:
        return lower, False
    return {"wo": "will", "ca": "can"}.get(bare, bare), True


def _group(auxiliary: str) -> Group:
    if auxiliary in _MODALS:
        return "modal"
    return "be" if auxiliary in _BE else "have" if auxiliary in {"has", "have", "had"} else "do"


def _form_for(auxiliary: str, before: Built) -> str | None:
    """Return the main verb as it stands after an auxiliary, with "be" or "been" where its own auxiliary was "be"."""
    verb = before.parse.words[before.verb or 0]
    old, new = _group(before.text(before.auxiliary or 0, before.auxiliary).lower()), _group(auxiliary)
    passive = verb.tag == "VBN" and old == "be"
    if old == new or {old, new} == {"do", "modal"}:
        return verb.text
    if passive:
        return {"modal": f"be {verb.text}", "have": f"been {verb.text}"}.get(new)
    if new in {"do", "modal"}:
        return base_form(verb) if verb.tag in {"VBN", "VBG", "VBD"} else verb.text
    return None


def who_else_did(text: str, before: Built) -> str | None:
    """ "Who did?" after "Did the union accept the offer?" asks who accepted it."""
    match = WHO.match(text)
    if match is None or before.shape != "polar":
        return None
    clause = clause_with(match["auxiliary"], "", before, negated=match["negation"] is not None)
    return None if clause is None else f"{match['asked']} {clause}"
