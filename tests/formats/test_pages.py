"""Pages shaped like those of real news sites are read to title, date and body, without what stands around it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from rag.adapters.formats import read_articles
from rag.errors import UnreadableFile
from rag.schema import Article


def _pages() -> Any:
    spec = importlib.util.spec_from_file_location("format_pages", Path(__file__).with_name("pages.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


pages = _pages()


@pytest.mark.parametrize("page", [page for page in pages.PAGES if page.paragraphs], ids=lambda page: page.name)
def test_a_page_is_read_to_title_date_and_body(page: Any) -> None:
    (article,) = read_articles(page.html.encode(), source=f"https://courier.example/{page.name}")
    assert isinstance(article, Article)
    assert (article.title, article.published) == (page.title, page.date)
    assert [text for text in page.paragraphs if text not in article.text] == []
    assert [noise for noise in pages.NOISE if noise in article.text] == []


@pytest.mark.parametrize("page", [page for page in pages.PAGES if not page.paragraphs], ids=lambda page: page.name)
def test_a_page_without_an_article_gets_one_clear_sentence(page: Any) -> None:
    with pytest.raises(UnreadableFile, match="holds no article: a consent notice"):
        list(read_articles(page.html.encode(), source=f"https://courier.example/{page.name}"))


def page(title: str, *paragraphs: str, head: str = "", lang: str = "en") -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f'<html lang="{lang}"><head><title>{title}</title>{head}</head><body>{body}</body></html>'.encode()


SCRIPTS = {
    "ja": ("駐車場が崩壊、14人を救助", "消防によると、木曜日の早朝に崩壊した駐車場から14人が救助された。",
           "1987年に開業した3階建ての建物は、ひび割れのため1月から大型トラックの通行が禁止されていた。"),
    "zh": ("停车场倒塌，14人获救", "消防部门表示，周四清晨，救援人员从一座倒塌的停车场中救出了十四人。",
           "该建筑建于1987年，自一月以来因裂缝禁止卡车通行，市政府表示将进行调查，并公布全部结果。"),
    "hi": ("पार्किंग ढही", "दमकल विभाग ने कहा कि गुरुवार सुबह हालमेर में ढही पार्किंग से चौदह लोगों को निकाला गया।",
           "महापौर ने जांच का वादा किया और कहा कि साठ निवासियों को पास के स्कूल में भेजा गया है।"),
    "th": ("อาคารจอดรถถล่ม", "หน่วยดับเพลิงกล่าวว่าเจ้าหน้าที่ช่วยเหลือผู้คนสิบสี่คนออกจากอาคารจอดรถที่ถล่มในเช้าวันพฤหัสบดี",
           "นายกเทศมนตรีสัญญาว่าจะสอบสวนและกล่าวว่าผู้อยู่อาศัยหกสิบคนถูกย้ายไปยังโรงเรียน"),
    "ar": ("انهيار موقف سيارات", "قالت فرقة الإطفاء إن رجال الإنقاذ أخرجوا أربعة عشر شخصا من موقف سيارات منهار اليوم.",
           "وعدت رئيسة البلدية بإجراء تحقيق وقالت إن ستين من السكان نقلوا إلى مدرسة قريبة من المكان."),
}  # fmt: skip
"""The same news in scripts that set no spaces, no stops, or stops of their own."""


@pytest.mark.parametrize("lang", SCRIPTS)
def test_sentences_are_told_in_every_script(lang: str) -> None:
    title, *paragraphs = SCRIPTS[lang]
    data = page(title, *paragraphs, head='<meta property="article:published_time" content="2026-03-05">', lang=lang)
    (article,) = read_articles(data, source="https://courier.example/a")
    assert isinstance(article, Article)
    assert (article.title, article.published) == (title, "2026-03-05")
    assert [text for text in paragraphs if text not in article.text] == []


NOTICES = {
    "german consent": "Um unsere Seiten zu nutzen, brauchen wir Ihre Einwilligung. Wir und unsere 193 Partner "
    "verarbeiten personenbezogene Daten und Cookies, um Anzeigen zu zeigen, wie die Datenschutzerklärung sagt.",
    "french consent": "Avec votre accord, nos 812 partenaires et nous utilisons des cookies pour traiter des "
    "données personnelles. Vous pouvez retirer votre consentement dans notre politique de confidentialité.",
    "script": "You need to enable JavaScript to run this app and to see the latest stories of our site right here.",
    "robots": "Please verify you are human. The site needs to review the security of your connection first.",
    "gone": "Sorry, the page you were looking for could not be found. It may have been moved, so try the search.",
    "denied": "Access to this page has been denied because we believe that you are using tools to browse the website.",
}


@pytest.mark.parametrize("name", NOTICES)
def test_what_a_server_says_in_place_of_a_page_is_no_article(name: str) -> None:
    with pytest.raises(UnreadableFile, match="holds no article"):
        list(read_articles(page("Courier", NOTICES[name]), source="https://courier.example/a"))


def test_an_article_about_such_notices_is_one() -> None:
    told = (
        "Readers of the Courier saw a page that said access denied for most of Monday, the publisher said, after a "
        "faulty rule took all of them for robots. The rule asked readers to verify you are human and did not listen.",
        "The fault began at six in the morning and was found by Ada Bell, who leads the web team, just before noon. "
        "About 212,000 readers were turned away in that time, and 40 of them telephoned to complain of it. "
        "The publisher said that nobody had attacked the site, and that it would give a free week to all subscribers.",
    )
    (article,) = read_articles(page("A fault locked readers out", *told), source="https://courier.example/a")
    assert isinstance(article, Article)
    assert all(text in article.text for text in told)


@pytest.mark.parametrize(
    "record",
    [
        '{"@type": "http://schema.org/NewsArticle", "datePublished": "2026-03-05", "description": "two\nlines"}',
        '<!--\n{"@type": "NewsArticle", "datePublished": "2026-03-05"}\n//-->',
        '//<![CDATA[\n[{"@type": "BreadcrumbList"}, {"@type": ["NewsArticle"], "datePublished": "2026-03-05"}]\n//]]>',
    ],
    ids=["line end and address", "comment", "CDATA"],
)
def test_data_for_machines_is_read_as_sites_write_it(record: str) -> None:
    head = f'<meta name="date" content="2026-03-09"><script type="application/LD+JSON">{record}</script>'
    texts = pages.FERRY
    (article,) = read_articles(page("Ferry", *texts, head=head), source="https://courier.example/a")
    assert isinstance(article, Article)
    assert article.published == "2026-03-05"
