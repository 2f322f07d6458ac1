"""HTML, XML, SVG, Markdown, JSON and YAML that grow, reach out or nest too deep."""

from __future__ import annotations

from hostile_inputs import OUTSIDE, SAYS, SECRET, Case, a_file

LAUGHS = "<!DOCTYPE x [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)
) + "]>"  # fmt: skip
QUADRATIC = f"<!DOCTYPE x [<!ENTITY a '{'a' * 50_000}'>]>"
REACHING = (
    f'<!DOCTYPE x [<!ENTITY f SYSTEM "file://{SECRET}"><!ENTITY h SYSTEM "{OUTSIDE}/entity">'
    f'<!ENTITY % p SYSTEM "{OUTSIDE}/parameter"> %p;]>'
)
DTD = f'<!DOCTYPE x SYSTEM "{OUTSIDE}/external.dtd">'
INCLUDE = (
    f'<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file://{SECRET}" parse="text"/>'
    f'<xi:include href="{OUTSIDE}/include"/><p>{SAYS}</p></x>'
)
STYLED = f'<?xml-stylesheet type="text/xsl" href="{OUTSIDE}/style.xsl"?>'
HEAD = '<?xml version="1.0"?>'


def xml(doctype: str, use: str = "") -> bytes:
    return f"{HEAD}{doctype}<x><p>{SAYS}</p><q>{use}</q></x>".encode()


def html(body: str) -> bytes:
    return f"<!doctype html><html><body><p>{SAYS}</p>{body}</body></html>".encode()


REMOTE = (
    f'<link rel=stylesheet href="{OUTSIDE}/css"><img src="{OUTSIDE}/img"><script src="{OUTSIDE}/js"></script>'
    f'<iframe src="file://{SECRET}"></iframe><object data="{OUTSIDE}/object"></object><base href="{OUTSIDE}/">'
    f'<meta http-equiv=refresh content="0;url={OUTSIDE}/refresh"><video src="{OUTSIDE}/video"></video>'
)
SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{OUTSIDE}/svg"/><text>{SAYS} &f;&h;</text></svg>'

CASES: list[Case] = [
    a_file("laughs.xml", xml(LAUGHS, "&l9;")),
    a_file("quadratic.xml", xml(QUADRATIC, "&a;" * 20_000)),
    a_file("reaching.xml", xml(REACHING, "&f;&h;")),
    a_file("external-dtd.xml", xml(DTD)),
    a_file("include.xml", f"{HEAD}{STYLED}{INCLUDE}".encode()),
    a_file("laughs.svg", f"{HEAD}{LAUGHS}{SVG}".encode()),
    a_file("reaching.svg", f"{HEAD}{REACHING}{SVG}".encode()),
    a_file("laughs.xhtml", f"{HEAD}{LAUGHS.replace('DOCTYPE x', 'DOCTYPE html')}"
                           f"<html><body><p>{SAYS}</p>&l9;</body></html>".encode()),
    a_file("reaching.html", f"{REACHING.replace('DOCTYPE x', 'doctype html')}<p>{SAYS}</p>&f;&h;".encode()),
    a_file("torn.xml", xml("")[:-9]),
    a_file("torn.html", html("<table><tr><td>a<td>")[:-20]),
    a_file("torn-in-tag.html", html("")[:-3] + b"<a href='"),
    a_file("deep.xml", f"{HEAD}{'<a>' * 100_000}{SAYS}{'</a>' * 100_000}".encode()),
    a_file("deep-divs.html", html("<div>" * 100_000 + SAYS)),
    a_file("deep-tables.html", html("<table><tr><td>" * 5_000 + SAYS)),
    a_file("deep-lists.html", html("<ul><li>" * 20_000 + SAYS)),
    a_file("deep-inlines.html", html("<b><i>" * 50_000 + SAYS)),
    a_file("wide-table.html", html("<table><tr>" + "<td>a" * 10_000 + "</table>")),
    a_file("spans.html", html('<table><tr><td colspan=1000000 rowspan=1000000>a<td colspan=999999999>b<tr><td>c</table>')),
    a_file("many-spans.html", html('<table>' + '<tr><td rowspan=65534 colspan=1000>a' * 300 + "</table>")),
    a_file("many-attributes.html", html("<p " + " ".join(f"a{n}=b" for n in range(100_000)) + ">x")),
    a_file("long-attribute.html", html(f'<p class="{"x" * 2**20}">x')),
    a_file("open-comment.html", html("<!--" * 50_000)),
    a_file("entities.html", html("&amp;" * 100_000 + "&#0;&#xD800;&#x110000;&#99999999999;&nosuch;")),
    a_file("remote.html", html(REMOTE)),
    a_file("script-alone.html", b"<!doctype html><script>while(true){}</script>", "empty no_text_layer"),
    a_file("html-as.doc", html(f"<p>{SAYS}" * 3)),  # as portals give them out: with enough in it to be meant
    a_file("charset-lies.html", b'<!doctype html><meta charset="utf-16"><meta charset=no-such>' + html("")),
    a_file("deep-quotes.md", f"{SAYS}\n\n{'>' * 10_000} {SAYS}\n".encode()),
    a_file("deep-lists.md", (SAYS + "\n\n" + "".join(" " * (2 * n) + "- x\n" for n in range(600))).encode()),
    a_file("list-on-one-line.md", f"{SAYS}\n\n{'- ' * 10_000}{SAYS}\n".encode()),
    a_file("open-links.md", f"{SAYS}\n\n{'[' * 50_000}{'](' * 20_000}\n".encode()),
    a_file("stars.md", f"{SAYS}\n\n{'*a_' * 30_000}\n\n{'`' * 30_000}a{'`' * 29_999}\n".encode()),
    a_file("wide-table.md", f"{SAYS}\n\n{'|a' * 5_000}|\n{'|-' * 5_000}|\n{'|b' * 5_000}|\n".encode()),
    a_file("open-html.md", f"{SAYS}\n\n{'<a ' * 30_000}\n\n{'<!--' * 10_000}\n\n{'<?' * 10_000}".encode()),
    a_file("references.md", (SAYS + "\n\n" + "".join(f"[a{n}]: x\n" for n in range(20_000))).encode()),
    a_file("deep.json", b"[" * 100_000 + f'"{SAYS}"'.encode() + b"]" * 100_000),
    a_file("deep-objects.json", b'{"a":' * 50_000 + f'"{SAYS}"'.encode() + b"}" * 50_000),
    a_file("torn.json", f'{{"description": "{SAYS}", "b": [1, 2'.encode()),
    a_file("huge-number.json", f'{{"description": "{SAYS}", "n": {"9" * 100_000}, "e": 1e999999}}'.encode()),
    a_file("surrogates.json", f'{{"description": "{SAYS} \\ud800 \\udfff\\u0000"}}'.encode()),
    a_file("not-a-number.json", f'{{"description": "{SAYS}", "n": NaN, "i": -Infinity}}'.encode()),
    a_file("same-key.json", b'{"a": 1, "a": 2, "__proto__": {}, "description": "%s"}' % SAYS.encode()),
    a_file("bom-in-the-middle.json", f'{{"description": "{SAYS}\ufeff"}}\ufeff'.encode()),
    a_file("torn-line.jsonl", f'{{"description": "{SAYS}"}}\n{{"description": \n[1,2\n'.encode()),
    a_file("deep-lines.jsonl", b"[" * 50_000 + b"\n" + f'{{"description": "{SAYS}"}}\n'.encode()),
    a_file("laughs.yaml", ("a0: &a0 [ha, ha]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)) + f"description: {SAYS}\n").encode()),
    a_file("ring.yaml", f"a: &a\n  b: *a\ndescription: {SAYS}\n".encode()),
    a_file("program.yaml", f"a: !!python/object/apply:os.system ['touch pwned']\ndescription: {SAYS}\n".encode()),
    a_file("deep.yaml", ("[" * 20_000 + "a" + "]" * 20_000 + f"\n# {SAYS}\n").encode()),
    a_file("torn.yaml", f"description: {SAYS}\na: [1, 2\nb: 'x\n".encode()),
]  # fmt: skip
