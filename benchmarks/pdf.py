"""PDF to document against bare text extraction with pypdfium2, on the same files, in one run.

    python benchmarks/pdf.py [pages]

Bare is a text page and its whole text for every page: no places, no lines, no tables. The files are made here, from
our own sentences: typst (CID fonts), reportlab (a Chinese font that is not embedded; plain Latin), ruled tables over
page breaks, and Chromium's print where it is installed. Each figure is the best of several rounds of processor time.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from sousveil.readers.pdf import PdfReader
from sousveil.records import Source
from sousveil.settings import Settings

ROUNDS = 4
SUBJECTS = ["系统", "平台", "设备", "前端摄像机", "数据接口", "采集终端", "服务端", "管理单元", "应用模块", "用户"]
VERBS = ["应支持", "应具备", "宜提供", "应当记录", "可配置", "应能够输出", "不得修改"]
OBJECTS = [
    "人员基本信息",
    "图像质量参数",
    "车辆特征数据",
    "时间同步服务",
    "设备编号与位置",
    "告警联动规则",
    "统计报表",
    "日志审计内容",
]
ENDINGS = ["，并符合第五章的规定。", "，其编码方法由附录给出。", "，保存时间不少于三十天。", "，接口采用JSON格式。"]
LATIN = (
    ("The system", "Each device", "An operator", "The platform", "Every interface"),
    ("shall record", "should report", "may store", "must describe"),
    ("the state of the network.", "a list of registered devices.", "the quality of each image.", "all events."),
)


def han(chance: random.Random, sentences: int) -> str:
    parts = (SUBJECTS, VERBS, OBJECTS, ENDINGS)
    return "".join(chance.choice(words) for _ in range(sentences) for words in parts)


def latin(chance: random.Random, sentences: int) -> str:
    return " ".join(chance.choice(words) for _ in range(sentences) for words in LATIN)


def typst_text(path: Path, pages: int, chance: random.Random) -> None:
    out = ['#set page(header: [示例标准 2026], numbering: "1")', '#set text(font: "Noto Serif CJK SC", size: 10.5pt)']
    out.append('#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n#set heading(numbering: "1.1")')
    for _ in range(pages):
        out.append(f"= {chance.choice(SUBJECTS)}要求\n")
        out += [han(chance, chance.randint(4, 7)) + "\n" for _ in range(9)]
        out.append("#pagebreak(weak: true)")
    compile_typst(path, out)


def typst_tables(path: Path, pages: int, chance: random.Random) -> None:
    out = ['#set page(header: [示例标准 2026], numbering: "1")', '#set text(font: "Noto Serif CJK SC", size: 10.5pt)']
    for number in range(1, pages // 2 + 1):
        cells = "".join(
            f"[{row}], [{chance.choice(OBJECTS)}], [Field{row}Name], [string({row})], [{chance.choice('RO')}], "
            f"[{chance.choice(OBJECTS)}{chance.choice(ENDINGS)}],\n"
            for row in range(1, 41)
        )
        head = "[序号], [名称], [标识符], [类型], [必选], [说明]"
        out.append(f"表 {number} 示例对象\n#table(columns: (auto, 1fr, auto, auto, auto, 2fr), {head},\n{cells})")
        out.append("#pagebreak(weak: true)")
    compile_typst(path, out)


def compile_typst(path: Path, lines: list[str]) -> None:
    import typst

    markup = path.with_suffix(".typ")
    markup.write_text("\n".join(lines), encoding="utf-8")
    typst.compile(str(markup), output=str(path))


def reportlab_han(path: Path, pages: int, chance: random.Random) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path))
    for number in range(1, pages + 1):
        canvas.setFont("STSong-Light", 10.5)
        canvas.drawString(290, 30, str(number))
        text = "".join("　　" + han(chance, 5) for _ in range(8))
        for index in range(40):
            canvas.drawString(70, 770 - 17 * index, text[43 * index : 43 * index + 43])
        canvas.showPage()
    canvas.save()


def reportlab_latin(path: Path, pages: int, chance: random.Random) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    story = []
    for number in range(1, pages + 1):
        story.append(Paragraph(f"{number}. Requirements of part {number}", styles["Heading2"]))
        story += [Paragraph(latin(chance, 8), styles["BodyText"]) for _ in range(8)]
        story.append(PageBreak())
    SimpleDocTemplate(str(path)).build(story)


def chromium_print(path: Path, pages: int, chance: random.Random) -> None:
    style = "body{font:10.5pt 'Noto Serif CJK SC'} p{text-indent:2em} div{break-after:page}"
    body = "".join("<div>" + "".join(f"<p>{han(chance, 5)}</p>" for _ in range(10)) + "</div>" for _ in range(pages))
    page = path.with_suffix(".html")
    page.write_text(f"<meta charset=utf-8><style>{style}</style>{body}", encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-pdf-header-footer"]
    command = ["chromium", *flags, f"--print-to-pdf={path}", str(page)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)


FILES: dict[str, Callable[[Path, int, random.Random], None]] = {
    "typst, CID font": typst_text,
    "typst, ruled tables": typst_tables,
    "reportlab, font not embedded": reportlab_han,
    "reportlab, Latin": reportlab_latin,
    "Chromium print": chromium_print,
}


def bare(data: bytes) -> int:
    pdf = pypdfium2.PdfDocument(data)
    characters = 0
    for number in range(len(pdf)):
        page = pdf[number]
        layer = page.get_textpage()
        characters += len(layer.get_text_range())
        layer.close()
        page.close()
    pdf.close()
    return characters


def whole(data: bytes) -> int:
    reading = PdfReader().read(Source(uri="a.pdf", name="a.pdf", data=data), data, Settings())
    return len(reading.document.text) if reading.document else 0


def best(work: Callable[[bytes], int], data: bytes) -> float:
    start = time.process_time()
    work(data)
    return time.process_time() - start


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    print(f"{'file':30} {'pages':>5} {'signs/page':>10} {'bare p/s':>9} {'reader p/s':>10} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in FILES.items():
            if make is chromium_print and not shutil.which("chromium"):
                continue
            path = Path(folder) / "file.pdf"
            make(path, pages, random.Random(7))
            data = path.read_bytes()
            count = len(pypdfium2.PdfDocument(data))
            characters = bare(data)
            whole(data)
            times = [(best(bare, data), best(whole, data)) for _ in range(ROUNDS)]
            plain, ours = min(one for one, _ in times), min(one for _, one in times)
            figures = f"{count:5} {characters / count:10.0f} {count / plain:9.0f} {count / ours:10.0f}"
            print(f"{name:30} {figures} {ours / plain:6.2f}")


if __name__ == "__main__":
    main()
