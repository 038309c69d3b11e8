"""Words that decide where a name begins and ends."""

from __future__ import annotations

from rag.stages.language.folding import word_set

TITLES: frozenset[str] = word_set(
    """
    mr mrs ms miss dr prof professor sir dame lord lady president vice prime minister premier chancellor
    secretary governor gov senator sen representative rep congressman congresswoman congressperson mayor
    ambassador envoy king queen prince princess duke duchess emperor sheikh sultan imam ayatollah pope
    cardinal bishop archbishop reverend rev rabbi father sister brother general gen colonel col captain
    capt major maj lieutenant lt sergeant sgt corporal admiral adm marshal commander judge justice
    attorney chairman chairwoman chair chief director spokesman spokeswoman spokesperson officer
    inspector detective sheriff coach manager deputy former acting ex-president ceo cfo analyst author
    actor actress singer economist
    """
)
"""Ranks and offices; before a person they are no part of the name."""

CONNECTIVES: frozenset[str] = word_set(
    """
    of the for de del della di da dos du des la le las los van von der den ter bin ibn ben bint al el y e
    & and
    """
)
"""Lower-case words that may stand between two capitalised words of one name."""

PARTICLES: frozenset[str] = CONNECTIVES - {"of", "the", "for", "and", "&"}
"""Those that occur in the names of people."""

STARTERS: frozenset[str] = word_set(
    """
    a i about after all also although amid among an and another any are as at because before but by
    despite did do does during each earlier either even every few following for from had has have he her
    here his how however if in instead is it its later like many meanwhile more most much my near neither
    no nobody nor not nothing now of on once one only or other others our out over per perhaps several
    she since so some still such than thanks that the their then there these they this those though
    through to today together under unlike until up was we were what when where whether which while who
    whom whose why will with within without yes yet you your according additionally afterwards almost
    already authorities both can could currently everyone experts farmers finally first fourth fifth
    further government hundreds thousands millions dozens indeed investigators just last local long may
    media members moreover neighbours nearly new news next officials old parents people perhaps police
    prosecutors protesters recent recently relatives reporters reports researchers residents scientists
    second shares should similarly sometimes soon students third tens thus tomorrow tonight two three
    four five six seven eight nine ten twenty thirty forty fifty unfortunately usually voters well
    whatever women men children workers would yesterday back based born built called despite given let
    make not our part rather says said see take too unless very
    """
)
"""Words that begin a sentence with a capital and name nobody."""

COMMON_ENDINGS: tuple[str, ...] = (
    "ly", "ing", "tion", "tions", "ment", "ments", "ness", "ists", "ers", "ors", "ants", "ents", "ities",
    "ials", "ians", "ings", "ships", "ages", "ures", "ated", "ised", "ized", "ested", "icted", "ected",
    "ounced",
)  # fmt: skip
"""Endings of common words: one of them makes a capitalised word that begins a sentence no sure name."""
