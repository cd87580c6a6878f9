#!/usr/bin/env python3
"""Opens the documents of `make_documents FOLDER` with LibreOffice and python-docx.

`documents.py FOLDER`. Needs soffice, pdftotext and python-docx.
"""

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
            for change, text in (("del", ">8</w:delText>"), ("ins", ">9</w:t>")):
                inner = markup.split(f"<w:{change} ", 1)[1].split(f"</w:{change}>", 1)[0]
                assert AUTHOR in inner and text in inner, f"{file}: {inner}"
            comments = part(file, "word/comments.xml")
            assert AUTHOR in comments and "总计应为 1119" in comments, comments
            assert markup.count("<w:commentReference ") == 1, file
    print("documents are opened, mended and tracked")


def row(file):
    """The numbers of the first row of table three."""
    cells = docx.Document(str(file)).tables[1].rows[3].cells
    return [cell.text for cell in cells]


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
