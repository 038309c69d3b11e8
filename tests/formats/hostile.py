"""Files that were made to break, stall or bloat whoever reads them, or to make him read others."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

DOCUMENT = (
    '<?xml version="1.0"?>{doctype}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>{body}</w:body></w:document>"
)
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip
SECRET = '<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]>'
SENTENCE = "The ministry closed the harbour on Wednesday after a storm broke the sea wall of the old town. "


def docx(body: str = "", *, doctype: str = "", more: dict[str, bytes] | None = None) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", DOCUMENT.format(doctype=doctype, body=body))
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return stream.getvalue()


def said(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def lying(data: bytes) -> bytes:
    """Return an archive whose directory states one byte for each part."""
    altered = bytearray(data)
    place = altered.find(b"PK\x01\x02")
    while place >= 0:
        altered[place + 24 : place + 28] = struct.pack("<I", 1)
        place = altered.find(b"PK\x01\x02", place + 4)
    return bytes(altered)


def pdf(pages: int = 1, *, content: bytes = b"", stream: bytes = b"", kids: str = "", trailer: str = "") -> bytes:
    """Return a PDF of many equal pages, or with parts of its own in place of the usual ones."""
    body = content or b"BT /F1 11 Tf 50 800 Td (" + SENTENCE.encode() + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids or ' '.join(f'{n + 5} 0 R' for n in range(pages))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        stream or b"<< /Length %d >>\nstream\n" % len(body) + body + b"\nendstream",
    ]
    page = b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>"
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate([*objects, *([page] * pages)], 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n" if number < 6 else b""
        if number >= 6:
            data += b"%d 0 obj\n" % number + page + b"\nendobj\n"
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = (
        f"trailer\n<< /Size {len(offsets) + 1} /Root 1 0 R {trailer.format(start=start)} >>\nstartxref\n{start}\n%%EOF"
    )
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1) + table + end.encode()


def flate(data: bytes, filters: int = 1) -> bytes:
    """Return a stream object that is packed, as often as is said."""
    for _ in range(filters):
        data = zlib.compress(data, 9)
    names = " ".join(["/FlateDecode"] * filters)
    return f"<< /Length {len(data)} /Filter [{names}] >>\nstream\n".encode() + data + b"\nendstream"


def locked() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def feed(items: str, *, doctype: str = "") -> bytes:
    return f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><article><p>{SENTENCE * 3}</p>{body}</article></body></html>".encode()


HOSTILE = {
    "bomb.docx": lambda: docx(said(SENTENCE), more={"word/media/a.png": b"\0" * 201_000_000}),
    "long-body.docx": lambda: docx(said("x" * 35_000_000)),
    "lying.docx": lambda: lying(docx(said("x" * 1_000_000))),
    "many-parts.docx": lambda: docx(said(SENTENCE), more={f"p{n}": b"" for n in range(6_000)}),
    "deep.docx": lambda: docx("<w:p>" * 100_000 + "</w:p>" * 100_000),
    "laughs.docx": lambda: docx(said("&a9;"), doctype=LAUGHS),
    "secret.docx": lambda: docx(said(f"{SENTENCE}&s;"), doctype=SECRET),
    "no-word.docx": lambda: docx(said(SENTENCE)).replace(b"word/document.xml", b"word/something.xm"),
    "truncated.docx": lambda: docx(said(SENTENCE))[:-200],
    "traversal.docx": lambda: docx(said(SENTENCE), more={"../../../../tmp/evil": b"x"}),
    "many-pages.pdf": lambda: pdf(10_000),
    "loop.pdf": lambda: pdf(kids="2 0 R 2 0 R"),
    "bomb.pdf": lambda: pdf(stream=flate(b"\0" * 120_000_000)),
    "nested-bomb.pdf": lambda: pdf(stream=flate(b"\0" * 120_000_000, 3)),
    "operators.pdf": lambda: pdf(content=b"BT " + b"(a) Tj " * 2_000_000),
    "arrays.pdf": lambda: pdf(content=b"[" * 500_000),
    "prev-loop.pdf": lambda: pdf(trailer="/Prev {start}"),
    "truncated.pdf": lambda: pdf()[:200],
    "count.pdf": lambda: pdf(kids="5 0 R").replace(b"/Count 1", b"/Count 99999999999"),
    "locked.pdf": locked,
    "garbage.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4_000,
    "deep.html": lambda: page("<div>" * 300_000),
    "angles.html": lambda: page("<" * 3_000_000),
    "attributes.html": lambda: page("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">"),
    "entities.html": lambda: page("&amp;&#x41;&bogus;" * 300_000),
    "comment.html": lambda: page("<!--" + "-" * 3_000_000),
    "tables.html": lambda: page("<table><tr><td>" * 20_000),
    "dates.html": lambda: page("1/1/" * 500_000, head=f"<meta name='date' content='{'1/' * 100_000}'>"),
    "json.html": lambda: page("", head=f"<script type='application/ld+json'>{'[' * 300_000}</script>"),
    "binary.html": lambda: b"<html>" + bytes(range(256)) * 4_000,
    "secret.html": lambda: SECRET.encode() + page("&s;"),
    "laughs.rss": lambda: feed("<item><title>&a9;</title></item>", doctype=LAUGHS),
    "secret.rss": lambda: feed(f"<item><description>{SENTENCE}&s;</description></item>", doctype=SECRET),
    "deep.rss": lambda: feed("<item>" * 200_000),
    "many.rss": lambda: feed(f"<item><title>T</title><description>{SENTENCE}</description></item>" * 20_000),
    "deep.jsonl": lambda: b'{"text": ' + b"[" * 1_000_000,
    "long.jsonl": lambda: b'{"text": "' + b"x" * 21_000_000,
    "packed.html": lambda: zlib.compress(page("")),
    "pdf-inside.html": lambda: pdf() + page(""),
    "html-inside.pdf": lambda: page("") + pdf(),
}  # fmt: skip
"""A maker for each file, by its name."""
