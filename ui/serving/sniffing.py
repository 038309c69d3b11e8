"""What a file is, by its first bytes: neither its name nor what its sender calls it is believed."""

from __future__ import annotations

from ui.serving.faults import WrongKind

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or film"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x80\x04\x95", "a Python pickle"),
    (b"GGUF", "a model"),
    (b"{\\rtf", "a rich text"),
    (b"wOFF", "a font"),
)


def kind_of(data: bytes) -> str:
    """Return what data is in words, or nothing where it may be an article of a format that is read."""
    for start, kind in _KINDS:
        if data.startswith(start):
            return kind
    readable = data.startswith((b"\xff\xfe", b"\xfe\xff", b"%PDF-", b"PK\x03\x04"))
    return "" if readable or b"\x00" not in data else "binary data"


def refuse_other_kinds(data: bytes, name: str) -> None:
    """Raise WrongKind for what can be no article, before any reader looks at it."""
    if kind := kind_of(data):
        raise WrongKind(f"{name!r} is {kind}, not an article; send text, Markdown, HTML, PDF, Word or a feed.")
