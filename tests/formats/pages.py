"""Pages shaped like those of real news sites: 26 layouts, each with what must be read of it. All news is invented."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

NAV = (
    '<header class="site-header"><a class="logo" href="/">The Courier</a><nav><ul><li><a href="/world">World</a></li>'
    '<li><a href="/sport">Sport</a></li><li><a href="/opinion">Opinion</a></li></ul></nav></header>'
)
SHARE = '<div class="share-bar"><a href="#">Share on Facebook</a> <a href="#">Copy link</a></div>'
PROMO = '<aside class="newsletter-promo"><p>Sign up for our daily newsletter and never miss a story.</p></aside>'
RELATED = (
    '<aside class="related-articles"><h3>More on this story</h3><ul><li><a href="/1">Ten beaches to see</a></li>'
    '<li><a href="/2">Quiz: what do you know of cheese?</a></li></ul></aside>'
)
FOOTER = "<footer><p>© 2026 The Courier Media Ltd. All rights reserved.</p><a href='/terms'>Terms of use</a></footer>"
COMMENTS = (
    '<section id="comments" class="comments"><h3>Comments</h3><div class="comment"><p>Rubbish, as always. I stopped '
    "reading this paper years ago and only come for the crossword.</p></div></section>"
)
CONSENT = (
    '<div id="consent-overlay" class="cookie-banner" role="dialog"><h2>We value your privacy</h2><p>We and our 1,412 '
    "partners store and access information on your device. You may accept or manage your choices.</p>"
    "<button>Accept all</button><button>Manage options</button></div>"
)
NOISE = (
    "All rights reserved", "Share on Facebook", "daily newsletter", "Ten beaches", "Rubbish, as", "1,412 partners",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page with what must be read of it; no paragraphs where there is no article to be read."""

    name: str
    html: str
    title: str
    date: str | None
    paragraphs: tuple[str, ...]


FERRY = (
    "A ferry carrying 212 passengers ran aground off Skarvoya on Tuesday evening, the coast guard said.",
    "All on board were taken off by lifeboat within three hours, and nobody was hurt, according to the operator.",
    "The vessel, built in 1994, had passed an inspection in January, said Ida Holm, who leads the port authority.",
)
BUDGET = (
    "Councillors in Thornwick voted on Monday to cut the library budget by 1.2 million pounds over two years.",
    "The vote passed by 31 to 22 after a debate that lasted until midnight and drew 400 people to the town hall.",
    "Campaigners said four of the nine branches would have to close, which the council leader, Amir Qureshi, denied.",
)
MATCH = (
    "Two goals in the last six minutes gave Vestholm a 3-2 win over Norvane on Saturday and the lead of the table.",
    "Norvane had been ahead from the ninth minute, when Lena Ostrom headed in a corner before 18,340 spectators.",
    "Coach Petra Vann said her team had never stopped believing, though she called the first half dreadful.",
)


def paragraphs(texts: tuple[str, ...], tag: str = "p", **attributes: str) -> str:
    named = "".join(f' {name.rstrip("_").replace("_", "-")}="{value}"' for name, value in attributes.items())
    return "".join(f"<{tag}{named}>{escape(text)}</{tag}>" for text in texts)


def whole(head: str, body: str, *, lang: str = "en", attributes: str = "") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"{attributes}><head><meta charset="utf-8">{head}</head>{body}</html>'


def meta(title: str, date: str = "", **more: str) -> str:
    tags = f"<title>{escape(title)} - The Courier</title><meta property='og:title' content='{escape(title)}'>"
    tags += "<meta property='og:site_name' content='The Courier'>"
    tags += f"<meta property='article:published_time' content='{date}'>" if date else ""
    return tags + "".join(f"<meta name='{name}' content='{value}'>" for name, value in more.items())


def linked(record: dict[str, object]) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **record})}</script>'


def classic() -> Page:
    title = "Ferry runs aground off Skarvoya"
    body = f"<h1>{title}</h1><p class='byline'>By Nora Lind</p>{SHARE}{paragraphs(FERRY)}{PROMO}"
    html = whole(
        meta(title, "2026-03-04T21:10:00+01:00", author="Nora Lind"),
        f"<body>{NAV}<main><article>{body}</article>{RELATED}</main>{FOOTER}</body>",
    )
    return Page("classic", html, title, "2026-03-04", FERRY)


def json_ld_graph() -> Page:
    title = "Thornwick cuts library budget"
    record = {
        "@graph": [
            {"@type": "WebSite", "name": "The Courier"},
            {
                "@type": "NewsArticle", "headline": title, "datePublished": "2026-02-10T00:15:00Z",
                "dateModified": "2026-02-12T08:00:00Z", "author": {"@type": "Person", "name": "Sam Rudd"},
                "publisher": {"@type": "Organization", "name": "The Courier"},
            },
        ]
    }  # fmt: skip
    html = whole(
        f"<title>{title} | Courier</title>{linked(record)}",
        f"<body>{NAV}<div class='article__body'><h1>{title}</h1>{paragraphs(BUDGET)}</div>{RELATED}{FOOTER}</body>",
    )
    return Page("json-ld-graph", html, title, "2026-02-10", BUDGET)


def microdata() -> Page:
    title = "Late goals lift Vestholm to the top"
    body = (
        f"<div itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>{title}</h1>"
        f"<time itemprop='datePublished' datetime='2026-04-11'>Saturday 11 April</time>"
        f"<div itemprop='articleBody'>{paragraphs(MATCH)}</div></div>"
    )
    return Page(
        "microdata", whole(f"<title>{title}</title>", f"<body>{NAV}{body}{FOOTER}</body>"), title, "2026-04-11", MATCH
    )


def wordpress() -> Page:
    title = "Ferry aground: what we know"
    body = (
        f"<article class='post hentry'><header class='entry-header'><h1 class='entry-title'>{title}</h1>"
        "<time class='entry-date published' datetime='2026-03-05T07:00:00+00:00'>5 March 2026</time></header>"
        f"<div class='entry-content'>{paragraphs(FERRY)}<div class='sharedaddy'>{SHARE}</div></div></article>"
    )
    html = whole(f"<title>{title} – Island Blog</title>", f"<body class='single'>{NAV}{body}{COMMENTS}{FOOTER}</body>")
    return Page("wordpress", html, title, "2026-03-05", FERRY)


def amp() -> Page:
    title = "Vestholm beat Norvane in six mad minutes"
    record: dict[str, object] = {"@type": "NewsArticle", "headline": title, "datePublished": "2026-04-11T19:00:00Z"}
    head = (
        f"<title>{title}</title><link rel='canonical' href='/m'>{linked(record)}<style amp-boilerplate>body{{}}</style>"
    )
    body = (
        f"<body><amp-sidebar>{NAV}</amp-sidebar><article class='amp-wp-article'><h1>{title}</h1>"
        "<amp-img src='a.jpg' width='900' height='600' layout='responsive'></amp-img>"
        f"<div class='amp-wp-article-content'>{paragraphs(MATCH)}</div></article>{FOOTER}</body>"
    )
    return Page("amp", whole(head, body, attributes=" ⚡"), title, "2026-04-11", MATCH)


def paywall() -> Page:
    title = "Inside the library cuts"
    record: dict[str, object] = {
        "@type": "NewsArticle", "datePublished": "2026-02-14", "isAccessibleForFree": False,
    }  # fmt: skip
    body = (
        f"<article><h1>{title}</h1><div class='teaser'>{paragraphs(BUDGET[:2])}</div><div class='paywall-offer'>"
        "<h2>Subscribe to read on</h2><button>Start your free trial for 1 pound</button></div></article>"
    )
    html = whole(f"{meta(title)}{linked(record)}", f"<body>{NAV}{body}{FOOTER}</body>")
    return Page("paywall-teaser", html, title, "2026-02-14", BUDGET[:2])


def live_blog() -> Page:
    title = "Ferry rescue: as it happened"
    record: dict[str, object] = {"@type": "LiveBlogPosting", "headline": title, "datePublished": "2026-03-03T20:00:00Z"}
    times = ("20:14", "21:40", "23:05")
    posts = "".join(
        f"<div class='live-post'><h2>At {time}</h2><time datetime='2026-03-03T{time}'>now</time><p>{text}</p></div>"
        for time, text in zip(times, FERRY, strict=True)
    )
    html = whole(
        f"{meta(title)}{linked(record)}",
        f"<body>{NAV}<main class='liveblog'><h1>{title}</h1>{posts}</main>{FOOTER}</body>",
    )
    return Page("live-blog", html, title, "2026-03-03", FERRY)


def gallery() -> Page:
    title = "The grounding in pictures"
    figures = "".join(
        f"<figure><img src='{n}.jpg' alt=''><figcaption>Picture {n}: lifeboats near the ferry.</figcaption></figure>"
        for n in range(1, 6)
    )
    body = (
        f"<article class='gallery'><h1>{title}</h1>{paragraphs(FERRY[:2])}<div class='slides'>{figures}</div></article>"
    )
    return Page(
        "gallery", whole(meta(title, "2026-03-06"), f"<body>{NAV}{body}{FOOTER}</body>"), title, "2026-03-06", FERRY[:2]
    )


def consent_overlay() -> Page:
    title = "Library vote splits Thornwick"
    html = whole(
        meta(title, "2026-02-10"),
        f"<body class='no-scroll'>{CONSENT}{NAV}<article><h1>{title}</h1>{paragraphs(BUDGET)}</article>{FOOTER}</body>",
    )
    return Page("consent-overlay", html, title, "2026-02-10", BUDGET)


def consent_wall() -> Page:
    return Page("consent-wall", whole("<title>Before you continue</title>", f"<body>{CONSENT}</body>"), "", None, ())


def section_front() -> Page:
    links = "".join(f"<li><a href='/{n}'>Headline number {n} of the day</a></li>" for n in range(30))
    html = whole("<title>World news</title>", f"<body>{NAV}<main><ul>{links}</ul></main>{FOOTER}</body>")
    return Page("section-front", html, "", None, ())


def div_soup() -> Page:
    title = "YOU'LL NEVER GUESS who saved Vestholm"
    body = (
        f"<div id='w'><div class='c12'><div class='hl'><h1>{escape(title)}</h1></div><div class='x9'>"
        f"{paragraphs(MATCH, 'p', class_='txt')}</div></div><div class='c4'>{RELATED}</div></div>"
    )
    return Page(
        "div-soup", whole(meta(title, "2026-04-12"), f"<body>{NAV}{body}{FOOTER}</body>"), title, "2026-04-12", MATCH
    )


def tables_of_1999() -> Page:
    title = "Ferry Runs Aground"
    body = (
        f"<body bgcolor=white><table width=100%><tr><td width=150><a href=/>Home</a><br><a href=/w>World</a></td>"
        f"<td><h1>{title}</h1><font face=arial>{paragraphs(FERRY)}</font></td></tr></table>{FOOTER}</body>"
    )
    html = whole(f"<title>{title}</title><meta name='DC.date' content='2026-03-04'>", body)
    return Page("tables", html, title, "2026-03-04", FERRY)


def listicle() -> Page:
    title = "Three things that decided the match"
    parts = "".join(f"<h2>{n}. Reason number {n}</h2><p>{text}</p>" for n, text in enumerate(MATCH, 1))
    html = whole(meta(title, "2026-04-12"), f"<body>{NAV}<article><h1>{title}</h1>{parts}</article>{FOOTER}</body>")
    return Page("listicle", html, title, "2026-04-12", MATCH)


def interview() -> Page:
    title = "“We never stopped believing”: Petra Vann"
    answers = "".join(f"<p><strong>What happened then?</strong></p><p>{text}</p>" for text in MATCH)
    html = whole(
        meta(title, "2026-04-13"), f"<body>{NAV}<article><h1>{title}</h1>{answers}</article>{RELATED}{FOOTER}</body>"
    )
    return Page("interview", html, title, "2026-04-13", MATCH)


def column() -> Page:
    title = "Libraries are not a luxury"
    quote = "A town that closes its libraries has stopped talking to its children, the writer Zadie Mbeki said."
    body = f"{paragraphs(BUDGET[:2])}<blockquote><p>{quote}</p></blockquote>{paragraphs(BUDGET[2:])}"
    html = whole(meta(title, "2026-02-15"), f"<body>{NAV}<article><h1>{title}</h1>{body}</article>{FOOTER}</body>")
    return Page("column", html, title, "2026-02-15", (*BUDGET, quote))


def match_report() -> Page:
    title = "Vestholm 3-2 Norvane"
    table = "<table><tr><th>Team</th><th>Points</th></tr><tr><td>Vestholm</td><td>61</td></tr></table>"
    html = whole(
        meta(title, "2026-04-11"),
        f"<body>{NAV}<article><h1>{title}</h1>{paragraphs(MATCH)}{table}</article>{FOOTER}</body>",
    )
    return Page("match-report", html, title, "2026-04-11", (*MATCH, "Vestholm | 61"))


def components() -> Page:
    title = "Passengers safe after grounding"
    blocks = "".join(
        f"<div data-component='text-block'><div class='RichTextContainer'><p class='css-1'>{text}</p></div></div>"
        for text in FERRY
    )
    body = (
        f"<main id='main-content'><article><div data-component='headline-block'><h1>{title}</h1></div>"
        f"<div data-component='byline-block'><time datetime='2026-03-04T22:00:00.000Z'>11 hours ago</time></div>"
        f"{blocks}<div data-component='links-block'>{RELATED}</div></article></main>"
    )
    return Page(
        "components", whole(f"<title>{title}</title>", f"<body>{NAV}{body}{FOOTER}</body>"), title, "2026-03-04", FERRY
    )


def no_date() -> Page:
    title = "An undated report"
    html = whole(meta(title), f"<body>{NAV}<article><h1>{title}</h1>{paragraphs(BUDGET)}</article>{FOOTER}</body>")
    return Page("no-date", html, title, None, BUDGET)


def press_release() -> Page:
    title = "Port authority statement on the Skarvoya grounding"
    body = (
        f"<div class='press-release'><h1>{title}</h1><p>FOR IMMEDIATE RELEASE, 4 March 2026.</p>"
        f"{paragraphs(FERRY)}<p>Media contact: press office, telephone on request.</p></div>"
    )
    html = whole(f"<title>{title}</title><meta name='date' content='2026-03-04'>", f"<body>{NAV}{body}{FOOTER}</body>")
    return Page("press-release", html, title, "2026-03-04", FERRY)


def breaking() -> Page:
    title = "Breaking: ferry aground off Skarvoya"
    text = ("This breaking story will be updated as the facts come in from the coast guard.", FERRY[0])
    html = whole(
        meta(title, "2026-03-03T19:58:00Z"),
        f"<body>{NAV}<article><h1>{title}</h1>{paragraphs(text)}</article>{FOOTER}</body>",
    )
    return Page("breaking", html, title, "2026-03-03", text)


def scripted() -> Page:
    title = "Council leader denies closures"
    state = json.dumps({"props": {"article": {"title": title, "body": ["not to be read twice"] * 50}}})
    html = whole(
        meta(title, "2026-02-11"),
        f"<body><div id='__next'>{NAV}<main><article><h1>{title}</h1>{paragraphs(BUDGET)}</article></main></div>"
        f"<script id='__NEXT_DATA__' type='application/json'>{state}</script></body>",
    )
    return Page("scripted", html, title, "2026-02-11", BUDGET)


def printed() -> Page:
    title = "Ferry runs aground (print)"
    html = whole(
        f"<title>{title}</title><meta name='pubdate' content='20260304'>",
        f"<body onload='print()'><h2>The Courier</h2><h1>{title}</h1>{paragraphs(FERRY)}<hr><p>© 2026</p></body>",
    )
    return Page("print-view", html, title, "2026-03-04", FERRY)


def many_comments() -> Page:
    title = "Vestholm fans in raptures"
    html = whole(
        meta(title, "2026-04-12"),
        f"<body>{NAV}<article><h1>{title}</h1>{paragraphs(MATCH)}</article>{COMMENTS * 20}{RELATED}{FOOTER}</body>",
    )
    return Page("many-comments", html, title, "2026-04-12", MATCH)


def video() -> Page:
    title = "Watch: passengers leave the ferry"
    player = "<div class='player'><video src='v.mp4'></video><button>Play</button></div>"
    html = whole(
        meta(title, "2026-03-04"),
        f"<body>{NAV}<article><h1>{title}</h1>{player}{paragraphs(FERRY[:2])}</article>{FOOTER}</body>",
    )
    return Page("video", html, title, "2026-03-04", FERRY[:2])


def corrected() -> Page:
    title = "Library budget cut by 1.2 million"
    note = "Correction, 12 February: an earlier version of this article said that five branches would close."
    html = whole(
        f"{meta(title, '2026-02-10')}<meta property='article:modified_time' content='2026-02-12'>",
        f"<body>{NAV}<article><h1>{title}</h1>{paragraphs(BUDGET)}<p><em>{note}</em></p></article>{FOOTER}</body>",
    )
    return Page("corrected", html, title, "2026-02-10", (*BUDGET, note))


PAGES = tuple(
    make()
    for make in (
        classic, json_ld_graph, microdata, wordpress, amp, paywall, live_blog, gallery, consent_overlay, consent_wall,
        section_front, div_soup, tables_of_1999, listicle, interview, column, match_report, components, no_date,
        press_release, breaking, scripted, printed, many_comments, video, corrected,
    )
)  # fmt: skip
