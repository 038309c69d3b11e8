"""Verbs, adverbs and adjectives that decide whether a thing happened, may happen, or is only said."""

from __future__ import annotations

from rag.stages.language.folding import word_set

SPEECH = word_set(
    """
    say tell claim report announce add warn argue note state explain insist suggest believe think confirm reveal
    declare testify write tweet post acknowledge admit allege estimate predict forecast stress emphasise emphasize
    remark comment assert contend maintain conclude reply respond recall concede caution observe complain joke
    underline underscore reiterate repeat promise pledge vow swear deny hope fear expect describe mention quote
    find show rule
    """
)
"""Verbs whose clause is somebody's word."""

VERBS_OF_SAYING = SPEECH - word_set("deny hope fear expect promise pledge vow swear describe")
"""Those that add nothing but the speaker."""

ANNOUNCING = word_set("report announce claim allege predict estimate forecast promise deny confirm reveal")
"""Those whose object is somebody's word too: ``the agency reported 500 deaths``."""

PERFORMATIVE = word_set(
    """
    thank praise commend congratulate condemn welcome applaud salute urge apologise apologize denounce deplore endorse
    support back oppose criticise criticize demand appeal invite reject accuse blame recommend propose honour honor
    dedicate ask beg call hail laud
    """
)
"""Verbs that are done by saying them: who says ``we condemn it`` has condemned it."""

TRANSPARENT = word_set(
    """
    continue begin start come go help manage keep proceed get let make see watch serve use dare happen tend
    finish remain work
    """
)
"""Verbs under which the other verb still holds."""

NEGATING = word_set(
    """
    fail refuse decline deny reject prevent stop avoid cease forget neglect oppose block ban prohibit forbid bar
    cancel lack doubt dispute abandon resist quit halt scrap
    """
)
"""Verbs and nouns under which the other verb does not hold."""

LIGHT = word_set("be have do make take get give")
"""Verbs that say too little to be looked for in a source."""

ERGATIVE = word_set(
    """
    increase decrease drop open close begin end start stop change move grow sink break improve worsen expand double
    triple spread resume continue develop burn melt explode crash collapse shut turn run launch ease tighten rise
    fall return merge split unite accelerate slow widen narrow shrink
    """
)
"""Verbs whose object can become their subject without a passive."""

RAISING = word_set("seem appear likely unlikely expect say believe report think know allege suppose prove turn")

MODALS: dict[str, str] = {
    "will": "will", "would": "will", "shall": "will", "'ll": "will", "’ll": "will", "wo": "will", "'d": "will",
    "’d": "will", "may": "may", "might": "may", "could": "may", "can": "can", "ca": "can", "must": "must",
    "should": "should", "ought": "should", "need": "must",
}  # fmt: skip

GOVERNOR_CLASSES: dict[str, str] = {
    **dict.fromkeys("plan intend aim intention mean scheme".split(), "plan"),
    **dict.fromkeys("expect expected anticipate forecast predict project due set schedule scheduled slate".split(), "expect"),  # noqa: E501
    **dict.fromkeys("likely probable probably".split(), "likely"),
    **dict.fromkeys("possible possibly perhaps maybe potentially conceivably".split(), "may"),
    **dict.fromkeys("able capable ability".split(), "can"),
    **dict.fromkeys("have need require force oblige compel necessary".split(), "must"),
    **dict.fromkeys("agree agreement accept consent".split(), "agree"),
    **dict.fromkeys("try attempt seek strive effort bid endeavour endeavor push".split(), "try"),
    **dict.fromkeys("want wish hope desire".split(), "want"),
    **dict.fromkeys("promise pledge vow commit commitment swear".split(), "promise"),
    **dict.fromkeys("refuse decline refusal".split(), "refuse"),
    **dict.fromkeys("fail failure".split(), "fail"),
    **dict.fromkeys("allegedly reportedly apparently supposedly purportedly alleged suspected reported".split(), "said"),  # noqa: E501
    **dict.fromkeys("nearly almost".split(), "nearly"),
    **dict.fromkeys("formerly previously once originally initially temporarily briefly".split(), "formerly"),
    **dict.fromkeys("decide decision choose opt resolve".split(), "decide"),
    **dict.fromkeys("threaten threat".split(), "threaten"),
    **dict.fromkeys("urge call ask request press appeal demand order tell instruct direct".split(), "ask"),
    **dict.fromkeys("allow permit let enable authorise authorize permission".split(), "allow"),
    **dict.fromkeys("consider weigh mull contemplate".split(), "consider"),
    **dict.fromkeys("propose suggest recommend proposal".split(), "propose"),
}  # fmt: skip
"""Words that govern another verb, by what they do to it; others stand for themselves."""

NEGATIVES = word_set(
    "not n't n’t no never neither nor none nobody nothing nowhere hardly barely rarely seldom scarcely"
)

UNREAL = word_set(
    """
    former ex acting alleged suspected fake false would-be proposed planned potential possible attempted deputy vice
    interim unconfirmed so-called failed presumptive future prospective aspiring accused purported supposed
    self-styled honorary retired late unsuccessful abortive assistant rumoured rumored hypothetical
    """
)
"""Adjectives without which the noun says another thing."""

QUANTIFIERS = word_set(
    "all every each both most few no none half only always never ever entire entirely everyone everybody"
)
"""Words about how many or how often; a claim may not add one."""

NOT_TO_DROP = word_set("most few only no none half hardly barely rarely seldom scarcely almost nearly partly partially")
"""Those of them that a claim may not drop either."""
