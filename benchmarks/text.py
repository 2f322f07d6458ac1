"""The readers of text beside plain decoding and hashing of the same bytes, in one run.

Run: ``python benchmarks/text.py``. Time is that of the processor, the best of five rounds, so that a busy machine
disturbs little. No passage is looked at, as in a scan that finds nothing; ``first look`` is what a first finding costs.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

from lxml import html

from sousveil.readers.encoding import decode
from sousveil.readers.html import HtmlReader
from sousveil.readers.markdown import MarkdownReader
from sousveil.readers.text import TextReader
from sousveil.records import Source
from sousveil.script.language import languages_of
from sousveil.settings import Settings

SIZE = 20_000_000
ROUNDS = 5
SETTINGS = Settings()

CODE = "    private String serial; // number of the device\n    public int getWidth() { return width; }\n\n"
CHINESE = "本标准规定了视频图像信息应用系统的技术要求和接口协议，适用于平安城市建设项目的规划设计和检测验收。\n"
CHINESE_WRAPPED = (
    "　　本标准规定了视频图像信息应用系统的技术要求和接口协议，适用于平安城市建设项目的\n"
    "规划设计和检测验收，其他系统可以参照执行，并应当符合国家有关标准的规定和要求，具体由\n主管部门另行规定。\n"
)
ENGLISH = (
    "The supplier shall deliver the system within ninety days after the contract has been signed by both sides, and "
    "shall keep it running for five years from that day.\n"
)
ENGLISH_WRAPPED = (
    "The supplier shall deliver the system within ninety days after the contract\n"
    "has been signed by both sides, and shall keep it running for five years from\n"
    "that day; spare parts are to be held in stock for as long as the system runs.\n\n"
)
HEADER = "#define ATTRIBUTE_%d 1 // plain comment\n" * 60 + "BYTE byAge; // 人脸属性：年龄、性别、是否戴眼镜\n"
ROW = "<tr><td>1</td><td><b>图像格式</b></td><td>FileFormat</td><td>图像文件的格式 &amp; 版本</td></tr>\n"
LIST = "<ul><li>型号</li><li>数量</li></ul>\n"
PAGE = f"<h2>一、要求</h2>\n<p>{CHINESE.strip() * 3}</p>\n{LIST}<table>\n{ROW * 5}</table>\n"
MARKDOWN = f"## 1.1 Scope\n\n{ENGLISH_WRAPPED}- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def filled(unit: str, codec: str = "utf-8", size: int = SIZE) -> bytes:
    data = unit.encode(codec)
    return data * (size // len(data))


def read(reader: object, name: str, data: bytes):
    return reader.read(Source(uri=name, name=name, data=data), data, SETTINGS).document


def line(what: str, data: bytes, seconds: float, beside: str = "") -> None:
    print(f"{what:34} {len(data) / seconds / 1e6:8.1f} MB/s  {beside}")


def text_files() -> None:
    for what, name, unit in (
        ("code", "a.java", CODE),
        ("Chinese, a paragraph a line", "a.txt", CHINESE),
        ("Chinese, wrapped", "b.txt", CHINESE_WRAPPED),
        ("English, a paragraph a line", "c.txt", ENGLISH),
        ("English, wrapped", "d.txt", ENGLISH_WRAPPED),
        ("JSON in one line", "e.json", '{"id": 12, "size": 33},'),
    ):
        data = filled(unit)
        plain = best(data.decode)
        hashed = best(lambda data=data: (hashlib.sha256(data), hashlib.sha1(data)))
        seconds = best(lambda data=data, name=name: read(TextReader(), name, data))
        document = read(TextReader(), name, data)
        start = time.process_time()
        document.passage_at(len(document.text) // 2)
        look = time.process_time() - start
        mb = len(data) / 1e6
        beside = f"decode {mb / plain:,.0f}, both hashes {mb / hashed:,.0f}, first look {mb / look:,.0f} MB/s"
        line(what, data, seconds, beside)


def other_files() -> None:
    header = filled(HEADER, "gb18030", 2_000_000)
    plain = best(lambda: header.decode("gb18030"))
    line(
        "GB 18030 header, detected",
        header,
        best(lambda: decode(header)),
        f"known {len(header) / plain / 1e6:,.0f} MB/s",
    )
    page = filled(PAGE, size=500_000)
    tree = best(lambda: [(node.tag, node.text, node.tail, node.sourceline) for node in html.fromstring(page).iter()])
    line(
        "HTML",
        page,
        best(lambda: read(HtmlReader(), "a.html", page)),
        f"lxml, tree only {len(page) / tree / 1e6:,.1f} MB/s",
    )
    markdown = filled(MARKDOWN, size=500_000)
    line("Markdown", markdown, best(lambda: read(MarkdownReader(), "a.md", markdown)))
    for what, unit in (("Chinese", CHINESE), ("English", ENGLISH)):
        text = unit * 400
        print(
            f"languages of {len(text):,} characters, {what}: {1000 * best(lambda text=text: languages_of(text)):.2f} ms"
        )


if __name__ == "__main__":
    text_files()
    other_files()
