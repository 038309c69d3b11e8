"""Words that turn a statement round when one stands in the place of the other. Facts of English, one pair each."""

from __future__ import annotations

_PAIRS = """
before/after above/below over/under with/without from/to into/from for/against inside/outside since/until up/down
on/off before/since in/out within/outside because/despite because/although towards/from toward/from during/after
during/before like/unlike above/under below/over upon/before against/with to/against by/against until/after
if/unless when/unless because/when because/after because/before because/while because/until if/when near/beyond
within/beyond in/outside by/without into/out including/excluding unless/because before/during more/less more/fewer
most/least most/fewest greater/smaller larger/smaller bigger/smaller higher/lower highest/lowest largest/smallest
biggest/smallest longer/shorter longest/shortest older/younger oldest/youngest earlier/later earliest/latest
better/worse best/worst faster/slower fastest/slowest stronger/weaker strongest/weakest richer/poorer first/last
early/late north/south east/west northern/southern eastern/western northeast/southwest northwest/southeast
left/right upper/lower inner/outer front/back top/bottom major/minor maximum/minimum public/private
domestic/foreign national/international former/current previous/next last/next past/future ancient/modern old/new
male/female men/women man/woman boys/girls boy/girl husband/wife father/mother son/daughter brother/sister
king/queen his/her he/she rise/fall rose/fell risen/fallen rising/falling increase/decrease increased/decreased
increasing/decreasing grow/shrink grew/shrank growth/decline gain/loss gains/losses win/lose won/lost winner/loser
victory/defeat accept/reject accepted/rejected approve/reject approved/rejected support/oppose supported/opposed
allow/ban allowed/banned permit/forbid permitted/forbidden open/close opened/closed open/closed begin/end
began/ended start/stop started/stopped buy/sell bought/sold buyer/seller lend/borrow import/export imports/exports
import/imports imported/exported arrive/leave arrived/left enter/leave entered/left attack/defend attacker/victim
guilty/innocent legal/illegal possible/impossible likely/unlikely able/unable true/false safe/dangerous
success/failure succeed/fail succeeded/failed strengthen/weaken strengthened/weakened improve/worsen
improved/worsened hire/fire hired/fired ally/enemy friend/enemy majority/minority always/never often/rarely
all/none many/few both/neither everyone/nobody everything/nothing present/absent positive/negative day/night
morning/evening summer/winter employer/employee plaintiff/defendant teacher/student parent/child raise/lower
raised/lowered raise/cut raised/cut add/remove added/removed join/leave joined/left love/hate hot/cold warm/cold
wet/dry rich/poor young/old big/small large/small high/low long/short strong/weak fast/slow hard/easy
easy/difficult full/empty ahead/behind forward/backward plus/minus profit/loss deficit/surplus debit/credit
alive/dead born/died
"""

OPPOSITES: frozenset[frozenset[str]] = frozenset(frozenset(pair.split("/")) for pair in _PAIRS.split())


LINKS: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(strong.split()), frozenset(f"{strong} {weak}".split()))
    for strong, weak in (
        ("because due owing thanks therefore thus hence consequently", "since as so for over"),
        ("although though despite notwithstanding albeit nevertheless", "but however while whereas even yet still"),
        ("if unless provided assuming", "whether"),
        ("instead", "rather"),
    )
)
"""Words that link two statements, each kind with all the words of a source that may stand behind it."""


def opposite(first: str, second: str) -> bool:
    """Tell whether two words, in lower case, turn a statement round."""
    return frozenset({first, second}) in OPPOSITES
