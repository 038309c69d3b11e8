"""Files of every format, made in memory: the same short report in each."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

TITLE = "Harbour shut after storm"
PORT = "Agia Thalia"


def sentences(port: str = PORT) -> tuple[str, ...]:
    return (
        f"The ministry closed the harbour of {port} on Wednesday after a storm broke its sea wall.",
        "Twelve ferries were sent to the port of Kesra, twenty miles to the north.",
        "Repairs will cost 4.2 million euros, harbour master Ioanna Petrou said.",
    )


SENTENCES = sentences()


def body(port: str = PORT) -> str:
    return "\n\n".join(sentences(port))


def markdown(port: str = PORT) -> bytes:
    front = "---\ndate: 4 March 2026\ntags: [Ports, Storms]\npublisher: The Gazette\n---\n"
    return f"{front}# {TITLE}\n\n{body(port)}\n".encode()


def plain(port: str = PORT) -> bytes:
    return f"{body(port)}\n".encode()


def html(port: str = PORT) -> bytes:
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences(port))
    return (
        f"<!doctype html><html><head><title>{TITLE} | The Gazette</title>"
        '<meta property="article:published_time" content="2026-03-04T09:00:00+02:00">'
        f'<meta property="og:site_name" content="The Gazette"></head>'
        f"<body><nav><a href='/'>Home</a><a href='/world'>World</a></nav><article><h1>{TITLE}</h1>{text}</article>"
        "<footer>All rights reserved</footer></body></html>"
    ).encode()


def docx(port: str = PORT) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(TITLE, 0)
    for sentence in sentences(port):
        document.add_paragraph(sentence)
    return saved(document)


def saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(*pages: str, extra: bytes = b"") -> bytes:
    """Return a PDF whose pages hold these lines, written object by object."""
    texts = pages or (f"{TITLE}\n" + "\n".join(sentences()),)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in texts:
        drawn = b"BT /F1 11 Tf 50 800 Td 14 TL " + b" ".join(
            b"(" + line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1") + b") '"
            for line in text.split("\n")
        )
        content = drawn + b" ET" if text else b""
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (len(objects) + 2)
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return assembled(objects, extra)


def report_pdf(port: str = PORT) -> bytes:
    return pdf(f"{TITLE}\n" + "\n".join(sentences(port)))


def assembled(objects: list[bytes], extra: bytes = b"") -> bytes:
    """Return a PDF of these objects, the first of which is its catalogue."""
    data = b"%PDF-1.4\n" + extra
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(data)
    count = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count + table
    return data + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)


def rss(port: str = PORT, *, link: str = "https://gazette.example/harbour") -> bytes:
    shown = body(port).replace("\n\n", "<br/>")
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>The Gazette</title><item>'
        f"<title>{TITLE}</title><link>{link}</link><guid>g-1</guid><category>Ports</category>"
        "<pubDate>Wed, 04 Mar 2026 09:00:00 +0200</pubDate>"
        f"<description><![CDATA[{shown}]]></description></item></channel></rss>"
    ).encode()


def atom(port: str = PORT) -> bytes:
    shown = "".join(f"&lt;p&gt;{sentence}&lt;/p&gt;" for sentence in sentences(port))
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Gazette</title>'
        f"<id>urn:feed</id><updated>2026-03-05T00:00:00Z</updated><entry><id>urn:1</id><title>{TITLE}</title>"
        "<published>2026-03-04T09:00:00Z</published><updated>2026-03-05T00:00:00Z</updated>"
        '<link href="https://gazette.example/harbour"/><category term="Ports"/>'
        f'<content type="html">{shown}</content></entry></feed>'
    ).encode()


def jsonl(port: str = PORT) -> bytes:
    record = {
        "title": TITLE, "text": body(port), "date": "Mar 4, 2026", "source": "The Gazette",
        "url": "https://gazette.example/harbour", "keywords": ["Ports"],
    }  # fmt: skip
    return (json.dumps(record) + "\n").encode()


FORMATS = {
    "report.md": markdown,
    "report.txt": plain,
    "report.html": html,
    "report.docx": docx,
    "report.pdf": report_pdf,
    "report.rss": rss,
    "report.atom": atom,
    "report.jsonl": jsonl,
}
"""A maker for each format, by the name of a file of it."""
