#!/usr/bin/env python3
"""Opens the documents of `make_documents FOLDER` with LibreOffice and python-docx.

`documents.py FOLDER`. Needs soffice, pdftotext, python-docx and openxml-audit.
"""

import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import docx

AUTHOR = "勾稽"


def main():
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as temporary:
        office = Office(Path(temporary))
        for name, total in (("report", "1118"), ("mended", "1119")):
            file = folder / f"{name}.docx"
            assert row(file)[-1] == total, row(file)
            page = office.page(file)
            assert sorted(word for word in page.split() if word.startswith("111")) == sorted([total] + ["1119"] * 5), page
            for heading in ("一、总体情况", "（一）予以公开", "六、其他需要报告的事项"):
                assert heading in page.replace("\n", "").replace(" ", ""), f"{heading}\n{page}"
        tracked = folder / "tracked.docx"
        office.page(tracked)
        # What the office program understood, it writes again.
        again = office.convert(tracked, "docx")
        for file in (tracked, again):
            markup = part(file, "word/document.xml")
            for change, text in (("del", ">1118</w:delText>"), ("ins", ">1119</w:t>")):
                inner = markup.split(f"<w:{change} ", 1)[1].split(f"</w:{change}>", 1)[0]
                assert AUTHOR in inner and text in inner, f"{file}: {inner}"
            comments = part(file, "word/comments.xml")
            assert AUTHOR in comments and "总计应为 1119" in comments, comments
            assert markup.count("<w:commentReference ") == 1, file
        # A heading with its number, two rows and a table, put back in place and as changes.
        lacking = sizes(folder / "lacking.docx")
        assert len(lacking) == 2, lacking
        for name in ("restored", "inserted"):
            file = folder / f"{name}.docx"
            found = sizes(file)
            assert len(found) == 3 and found[:2] == [lacking[0], lacking[1] + 2], found
            page = office.page(file).replace("\n", "").replace(" ", "")
            for words in ("二、主动公开政府信息情况", "三、收到和处理", "六、其他需要报告的事项", "重复申请"):
                assert words in page, f"{name}: {words}\n{page}"
        # A report that gouji writes itself.
        whole = folder / "whole.docx"
        assert sizes(whole) == [14, 28, 4], sizes(whole)
        assert row(whole)[-7:] == ["0"] * 7 and row(whole)[0].startswith("一、本年新收"), row(whole)
        page = office.page(whole).replace("\n", "").replace(" ", "")
        for words in ("云溪县人民政府2023年政府信息公开工作年度报告", "本年度<公开>信息。", "法人或其他组织", "六、其他需要报告的事项"):
            assert words in page, f"{words}\n{page}"
        inserted = folder / "inserted.docx"
        # Two rows, and those of the new table.
        for file, rows in ((inserted, 5), (office.convert(inserted, "docx"), 5)):
            marks = re.findall(r"<w:trPr>(?:(?!</w:trPr>).)*<w:ins ([^>]*)/>(?:(?!</w:trPr>).)*</w:trPr>", part(file, "word/document.xml"))
            assert len(marks) == rows and all(AUTHOR in mark for mark in marks), f"{file}: {marks}"
    for original, names in (("report", ("mended", "tracked")), ("lacking", ("restored", "inserted"))):
        known = violations(folder / f"{original}.docx")
        for name in names:
            new = violations(folder / f"{name}.docx") - known
            assert not new, f"{name}: {new}"
    # The parts that a document may do without are missing in the reports of the tests too.
    new = violations(folder / "whole.docx") - violations(folder / "report.docx")
    assert not new, new
    print("documents are opened, mended, tracked and written")


def row(file):
    """The numbers of the first row of table three."""
    cells = docx.Document(str(file)).tables[1].rows[3].cells
    return [cell.text for cell in cells]


def sizes(file):
    """The number of rows of each table."""
    return [len(table.rows) for table in docx.Document(str(file)).tables]


def violations(file):
    """What is against the schemas of the format."""
    command = [Path(sys.executable).with_name("openxml-audit"), "--format", "microsoft365", "--output", "json", str(file)]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8")
    return {(error["description"], error["node"]) for error in json.loads(done.stdout)[0]["errors"]}


def part(file, name):
    with zipfile.ZipFile(file) as package:
        assert package.testzip() is None, file
        return package.read(name).decode("utf-8")


class Office:
    """LibreOffice with a profile of its own."""

    def __init__(self, folder):
        self.folder = folder

    def convert(self, file, to):
        out = self.folder / "converted"
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{self.folder}/profile", "--convert-to", to, "--outdir", str(out), str(file)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=180)
        made = out / f"{file.stem}.{to}"
        assert done.returncode == 0 and made.exists(), f"{file}: {done.stdout}"
        return made

    def page(self, file):
        """The text of the printed document."""
        pdf = self.convert(file, "pdf")
        return subprocess.run(["pdftotext", str(pdf), "-"], stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout


main()
