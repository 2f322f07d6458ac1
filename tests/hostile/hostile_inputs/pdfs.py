"""PDF files written object by object, so that any of them may be wrong."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from hostile_inputs import OUTSIDE, SAYS, SECRET, Case, a_file

_TEXT = f"BT /F1 11 Tf 40 700 Td ({SAYS}) Tj ET".encode()
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
)


def stream(data: bytes, extra: bytes = b"", length: int | None = None) -> bytes:
    size = len(data) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (size, extra, data)


def objects(**changed: bytes) -> dict[int, bytes]:
    """A good file of one page; `o1=...` replaces or adds an object."""
    good = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: _PAGE,
        4: stream(_TEXT), 5: _FONT,
    }  # fmt: skip
    return {**good, **{int(name[1:]): body for name, body in changed.items()}}


def pdf(made: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in made.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(made) + 1)
    for number in range(1, max(made) + 1):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (max(made) + 1, trailer, start)
    return bytes(out)


def page(contents: bytes, resources: bytes = b"/Font << /F1 5 0 R >>") -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s /Resources << %s >> >>"
        % (contents, resources)
    )  # fmt: skip


def many_pages(count: int) -> bytes:
    made = objects()
    kids = b" ".join(b"%d 0 R" % (number + 10) for number in range(count))
    made[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    for number in range(count):
        made[number + 10] = _PAGE
    return pdf(made)


def with_user_password() -> bytes:
    import io

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("user", "owner"), invariant=True)
    canvas.drawString(40, 700, SAYS)
    canvas.save()
    return out.getvalue()


def deep_pages(depth: int) -> bytes:
    made = objects()
    made[2] = b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"
    for number in range(10, 10 + depth):
        made[number] = b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (number - 1, number + 1)
    made[10 + depth] = _PAGE
    return pdf(made)


def nested_arrays(depth: int) -> bytes:
    return pdf(objects(o1=b"<< /Type /Catalog /Pages 2 0 R /X %s >>" % (b"[" * depth + b"]" * depth)))


def linked_outlines() -> bytes:
    """Bookmarks that follow one another in a ring."""
    return pdf(objects(
        o1=b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>", o6=b"<< /First 7 0 R /Last 8 0 R /Count 2 >>",
        o7=b"<< /Title (a) /Parent 6 0 R /Next 8 0 R /First 7 0 R >>", o8=b"<< /Title (b) /Parent 6 0 R /Next 7 0 R >>",
    ))  # fmt: skip


GOOD = pdf(objects())
_FORM = (
    b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> /Font << /F1 5 0 R >> >>"
)
_LAUNCH = b"<< /Type /Action /S /Launch /F (/bin/sh) /Next << /S /URI /URI (%s/launch) >> >>" % OUTSIDE.encode()
_SCRIPT = b"<< /Type /Action /S /JavaScript /JS (app.launchURL\\('%s/js'\\);) >>" % OUTSIDE.encode()
_FILE = b"<< /Type /Filespec /F (evil.exe) /EF << /F 7 0 R >> >>"
_OUTER = b"<< /FS /URL /F (%s/external-stream) >>" % OUTSIDE.encode()
_NO_MAP = b"<< /Type /Font /Subtype /Type0 /BaseFont /NoMap /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
_DESCENDANT = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /NoMap /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
    b"/Supplement 0 >> /FontDescriptor 7 0 R >>"
)
_DESCRIPTOR = b"<< /Type /FontDescriptor /FontName /NoMap /Flags 4 /FontBBox [0 0 1 1] /ItalicAngle 0 /Ascent 0 >>"

CASES: list[Case] = [
    a_file("torn-head.pdf", GOOD[:40], "damaged"),
    a_file("torn-middle.pdf", GOOD[: len(GOOD) // 2], "damaged"),
    a_file("torn-end.pdf", GOOD[:-30], "damaged"),
    a_file("no-header.pdf", GOOD[9:], "damaged", also_read=True),
    a_file("html-as.pdf", f"<!doctype html><p>{SAYS}".encode(), "damaged", also_read=True),
    a_file("picture-as.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
    a_file("pdf-as.txt", GOOD),
    a_file("pdf-as.docx", GOOD),
    a_file("password.pdf", with_user_password, "encrypted"),
    a_file("script-and-launch.pdf", pdf(objects(
        o1=b"<< /Type /Catalog /Pages 2 0 R /OpenAction %s /AA << /WC %s >> /Names << /JavaScript << /Names [(a) %s] >> "
           b"/EmbeddedFiles << /Names [(evil.exe) %s] >> >> >>" % (_LAUNCH, _SCRIPT, _SCRIPT, _FILE),
        o7=stream(b"MZ evil", b"/Type /EmbeddedFile"),
    )), "unsupported_type", also_read=True),
    a_file("stream-elsewhere.pdf", pdf(objects(o4=stream(b"", b"/F %s" % _OUTER)))
           , "no_text_layer empty damaged"),
    a_file("stream-of-a-file.pdf", pdf(objects(o4=stream(b"", b"/F (%s)" % SECRET.encode()))),
           "no_text_layer empty damaged"),
    a_file("cyclic-page-tree.pdf", pdf(objects(o2=b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 >>")),
           "damaged", also_read=True),
    a_file("page-is-its-own-parent.pdf", pdf(objects(o3=_PAGE.replace(b"/Parent 2 0 R", b"/Parent 3 0 R")))),
    a_file("count-of-a-billion.pdf", pdf(objects(o2=b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"))),
    a_file("negative-count.pdf", pdf(objects(o2=b"<< /Type /Pages /Kids [3 0 R] /Count -5 >>"))),
    a_file("negative-length.pdf", pdf(objects(o4=stream(_TEXT, length=-1)))),
    a_file("length-beyond-the-end.pdf", pdf(objects(o4=stream(_TEXT, length=10**9)))),
    a_file("length-of-itself.pdf", pdf(objects(o4=b"<< /Length 4 0 R >>\nstream\n%s\nendstream" % _TEXT))),
    a_file("huge-object-number.pdf", GOOD.replace(b"5 0 R", b"99999999999999999999 0 R")),
    a_file("huge-size.pdf", GOOD.replace(b"/Size 6", b"/Size 999999999999")),
    a_file("huge-media-box.pdf", pdf(objects(o3=_PAGE.replace(b"595 842", b"1e38 1e38")))),
    a_file("no-media-box.pdf", pdf(objects(o3=_PAGE.replace(b"/MediaBox [0 0 595 842]", b"")))),
    a_file("upside-down-box.pdf", pdf(objects(o3=_PAGE.replace(b"[0 0 595 842]", b"[595 842 0 0]")))),
    a_file("not-a-number-in-matrix.pdf", pdf(objects(o4=stream(
        b"q 1e308 0 0 1e308 1e308 1e308 cm 1e308 0 0 1e308 0 0 cm BT /F1 1e38 Tf (far) Tj ET Q " + _TEXT)))),
    a_file("tiny-font.pdf", pdf(objects(o4=stream(_TEXT.replace(b"/F1 11", b"/F1 0.0001")))), "empty"),
    a_file("no-font.pdf", pdf(objects(o3=page(b"4 0 R", b"")))),
    a_file("font-without-map.pdf", pdf(objects(o4=stream(b"BT /F1 11 Tf 40 700 Td <0001000200030004> Tj ET"),
                                             o5=_NO_MAP, o6=_DESCENDANT, o7=_DESCRIPTOR)),
           "garbage_text no_text_layer"),
    a_file("circular-form.pdf", pdf(objects(
        o3=page(b"4 0 R", b"/XObject << /X 6 0 R >> /Font << /F1 5 0 R >>"), o4=stream(b"/X Do " + _TEXT),
        o6=stream(b"/X Do " + _TEXT, _FORM)))),
    a_file("forms-without-end.pdf", lambda: exponential_forms(60), "timed_out too_large", heavy=True),
    a_file("forms-to-the-tenth.pdf", lambda: exponential_forms(10)),
    a_file("stream-bomb.pdf", lambda: pdf(objects(o4=stream(zlib.compress(b" " * 300 * 2**20 + _TEXT, 9),
                                                            b"/Filter /FlateDecode")))),
    a_file("filters-in-a-row.pdf", pdf(objects(o4=stream(_TEXT.hex().encode() + b">", b"/Filter [%s]" % (
        b"/ASCIIHexDecode " * 2000)))), "no_text_layer empty damaged"),
    a_file("unknown-filter.pdf", pdf(objects(o4=stream(_TEXT, b"/Filter /NoSuchFilter")))),
    a_file("nested-arrays.pdf", nested_arrays(100_000)),
    a_file("deep-page-tree.pdf", deep_pages(3000), "damaged"),
    a_file("ring-of-bookmarks.pdf", linked_outlines()),
    a_file("open-brackets-in-content.pdf", pdf(objects(o4=stream(_TEXT + b" " + b"[" * 200_000 + b"<<" * 200_000)))),
    a_file("saves-without-restores.pdf", pdf(objects(o4=stream(b"q " * 300_000 + _TEXT)))),
    a_file("letters-on-one-spot.pdf", pdf(objects(o4=stream(_TEXT + b" BT /F1 9 Tf 40 600 Td (x) Tj ET" * 30_000)))),
    a_file("rules-of-a-million.pdf", lambda: pdf(objects(o4=stream(_TEXT + _lines(100_000))))),
    a_file("startxref-on-itself.pdf", GOOD.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % GOOD.find(b"xref\n"))),
    a_file("junk-before.pdf", b"junk\n" * 100 + GOOD),
    a_file("ten-thousand-pages.pdf", lambda: many_pages(10_000), heavy=True),
]  # fmt: skip


def exponential_forms(depth: int) -> bytes:
    """A form that shows the next one twice, and so on."""
    made = objects(o3=page(b"4 0 R", b"/XObject << /X 10 0 R >> /Font << /F1 5 0 R >>"), o4=stream(b"/X Do " + _TEXT))
    for number in range(10, 10 + depth):
        body = b"/X Do /X Do" if number < 9 + depth else b"BT /F1 9 Tf 40 600 Td (x) Tj ET"
        made[number] = stream(body, _FORM.replace(b"6 0 R", b"%d 0 R" % (number + 1)))
    return pdf(made)


def _lines(count: int) -> bytes:
    return b"".join(b" %d %d m %d %d l S" % (n % 500, n % 700, n % 500 + 9, n % 700) for n in range(count))
