"""Reads the words of an RTF file one after the other: groups, properties, text. Nothing of it is recursive."""

from __future__ import annotations

import re
from copy import copy

from sousveil.readers.rich.flow import Flow, RowForm
from sousveil.readers.rich.head import HeadReader
from sousveil.readers.rich.state import Head, Paragraph, State
from sousveil.readers.rich.tokens import SIGNS, SYMBOLS, Token, codes, letters, tokens
from sousveil.readers.word.runs import symbol

_FLOWS = {
    "footnote": "footnote", "annotation": "comment", "shptxt": "textbox",
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
}  # fmt: skip
_MARGINS = frozenset({"header", "footer"})
_HEAD = frozenset({"fonttbl", "colortbl", "stylesheet", "info"})
_OPEN = frozenset({"shpinst", "shppict", "nesttableprops", "ud", "result", "do", "listtext", "ffl", "ffdeftext"})
"""Destinations that old programs may skip, and that are read."""
_SKIPPED = frozenset(
    "fldinst objdata nonshppict nonesttables shprslt listtable listoverridetable rsidtbl themedata colorschememapping "  # noqa: SIM905
    "datastore xmlnstbl latentstyles generator bkmkstart bkmkend atnid atnauthor atndate atnref atntime atnicn "
    "atnparent tc tcn xe filetbl revtbl pgptbl sp sn sv ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn pnseclvl "
    "formfield background template userprops docvar mmathPr objclass objname htmltag panose falt fontemb".split()
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LONE = re.compile("[\ud800-\udfff]")


class Machine:
    """Reads one file.

    Args:
        data: Its bytes.
    """

    def __init__(self, data: bytes) -> None:
        self.head = Head()
        self.body = Flow()
        self.margins: list[Flow] = []
        self.pictures = self.objects = 0
        self.whole = False
        """Every group that begins also ends."""
        self._head = HeadReader(self.head)
        self._state = State()
        self._stack: list[tuple[State, Flow | None]] = []
        self._flows = [self.body]
        self._bytes = bytearray()
        self._high = ""
        self._to_skip = 0
        self._ignorable = self._begins = False
        self._rows = {1: RowForm(), 2: RowForm()}
        self._paper = True
        self._in_label = 0
        for token in tokens(data):
            self._take(token)
        self._flush()
        self.whole = not self._stack
        while self._stack:
            self._close()
        self.body.end(self._state.paragraph)

    def _take(self, token: Token) -> None:
        name = token.name
        if name == "text":
            self._text(token.data)
            return
        self._flush()
        if name == "{":
            self._open()
        elif name == "}":
            self._close()
        elif name == "sign":
            self._sign(token.data)
        elif name == "unicode":
            self._characters(codes(token.data))
        else:
            self._word(name, token.number)
        if name != "{" and token.data != b"*":
            self._begins = self._ignorable = False

    def _open(self) -> None:
        self._to_skip = 0
        alternative = self._state.alternative
        self._stack.append((self._state, None))
        self._state = copy(self._state)
        self._state.paragraph = copy(self._state.paragraph)
        self._state.alternative = False
        if alternative:
            self._stack[-1][0].alternative = False
            self._state.target = "skip"
        self._begins, self._ignorable = True, False
        self._head.open(self._state.target)

    def _close(self) -> None:
        self._to_skip = 0
        if not self._stack:
            return
        ended = self._state
        self._state, flow = self._stack.pop()
        self._head.close(ended.target)
        if self._in_label > len(self._stack):
            self._in_label = 0
        if flow is not None:
            flow.end(ended.paragraph)
            self._flows.pop()
            if flow.kind in _MARGINS:
                self.margins.append(flow)
            elif flow.blocks:
                self._flows[-1].anchored.append(flow)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._ignorable = self._begins
        elif sign in (b"\n", b"\r"):
            self._word("par", None)
        elif sign in SYMBOLS:
            self._text(sign) if self._to_skip else self._say(SYMBOLS[sign])

    def _word(self, name: str, number: int | None) -> None:
        if self._state.target == "skip" and name != "upr":
            return
        if name == "u":
            self._unicode((number or 0) & 0xFFFF)
            return
        self._to_skip = 0
        if self._begins and self._destination(name):
            return
        if self._state.target != "body":
            self._head.word(self._state.target, name, number)
        elif name in SIGNS:
            self._say(SIGNS[name])
        elif not self._layout(name, number) and not self._state.word(name, number, self.head):
            self._head.word("document", name, number)

    def _destination(self, name: str) -> bool:
        """Enters a destination; False where the word is none."""
        if name in _FLOWS:
            flow = Flow(_FLOWS[name])
            self._stack[-1] = self._stack[-1][0], flow
            self._flows.append(flow)
            self._state.paragraph, self._state.target = Paragraph(), "body"
        elif name in _HEAD:
            self._state.target = name
        elif name in {"pict", "object"}:
            self.pictures += name == "pict"
            self.objects += name == "object"
            self._state.target = "skip" if name == "pict" else self._state.target
        elif name in {"listtext", "pntext"}:
            self._in_label = len(self._stack)
        elif name == "upr":
            self._state.alternative = True
        elif name in _SKIPPED or (self._ignorable and name not in _OPEN and self._state.target == "body"):
            self._paper = self._paper and name != "background"
            self._state.target = "skip"
        else:
            return False
        return True

    def _layout(self, name: str, number: int | None) -> bool:
        """Ends of paragraphs, cells and rows, and properties of rows; False where the word is none of these."""
        state, flow = self._state, self._flows[-1]
        if name in {"par", "sect"}:
            flow.end_paragraph(state.paragraph)
        elif name == "pard":
            state.paragraph = Paragraph()
        elif name in {"cell", "nestcell"}:
            flow.end_cell(state.paragraph, max(2, state.paragraph.table) if name == "nestcell" else 1)
        elif name == "row":
            flow.end_row(self._rows[1], 1)
        elif name == "nestrow":
            flow.end_row(self._rows[2], max(2, state.paragraph.table))
        elif name == "trowd":
            self._rows[2 if state.paragraph.table > 1 else 1] = RowForm()
        else:
            return self._rows[2 if state.paragraph.table > 1 else 1].word(name, number or 0)
        return True

    def _characters(self, values: list[int]) -> None:
        """Characters of Unicode with a question mark behind each, which is their fallback or a text of its own."""
        plain = self._state.fallback == 1 and not self._high and not any(0xD800 <= value <= 0xDFFF for value in values)
        if plain and self._state.target != "skip":
            self._to_skip = 0
            self._say("".join(map(chr, values)))
            return
        for value in values if self._state.target != "skip" else ():
            self._unicode(value)
            self._text(b"?")
            self._flush()

    def _unicode(self, code: int) -> None:
        sign = chr(code)
        if "\ud800" <= sign <= "\udbff":
            self._high = sign
        elif "\udc00" <= sign <= "\udfff" and self._high:
            high, self._high = self._high, ""
            self._say((high + sign).encode("utf-16", "surrogatepass").decode("utf-16"))
        else:
            self._high = ""
            self._say(sign)
        self._to_skip = self._state.fallback

    def _text(self, data: bytes) -> None:
        if self._state.target == "skip":
            return
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        self._bytes += data
        if data:
            self._begins = self._ignorable = False

    def _flush(self) -> None:
        if self._bytes:
            text = letters(bytes(self._bytes), self._state.codec, self.head.page)
            self._bytes.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        state = self._state
        if state.target != "body":
            self._head.text(state.target, text)
            return
        if _PRIVATE.search(text):
            text = _PRIVATE.sub(lambda sign: symbol(f"{ord(sign[0]):04X}"), text)
        text = _LONE.sub("\ufffd", text)
        flow = self._flows[-1]
        if self._in_label:
            flow.label += text.replace("\t", " ")
        else:
            flow.runs.append((state.unseen(self._paper and flow.kind == "body"), text))
