#!/usr/bin/env python3
"""Compares how tables of web pages are read with html5lib and the algorithm of the HTML standard.

`grids.py GOUJI LIST_CELLS`: the program, and the example `list_cells`. Needs html5lib.

The tables are random and wrong in many ways. gouji differs from the standard on purpose:

- Text and elements outside of cells, which a browser moves before the table, are not text.
- A table that holds another table, and a table with one cell in each row, lay out the page: their
  words are lines.
- Rows stand in the order of the markup. A browser moves the rows of `tfoot` to the end.
- Columns behind the 256th have its number.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

import html5lib

COUNT = 400
WIDEST = 256
GROUPS = ("thead", "tbody", "tfoot")


def main():
    gouji, list_cells = sys.argv[1:]
    chance = random.Random(2023)
    with tempfile.TemporaryDirectory() as folder:
        pages = {}
        for number in range(COUNT):
            file = Path(folder) / f"{number}.html"
            pages[file] = Page(chance).markup
            file.write_text(pages[file], encoding="utf-8")
        found = {file: {} for file in pages}
        for line in run(list_cells, *pages).splitlines():
            file, table, row, column, text = line.split("\t")
            cells = found[Path(file)].setdefault(int(table), {})
            cells.setdefault(int(row), []).append((int(column), squeezed(text)))
        compared = 0
        for file, markup in pages.items():
            expected = [grid(table) for table in tables(html5lib.parse(markup, namespaceHTMLElements=False))]
            assert list(found[file].values()) == expected, report(markup, expected, list(found[file].values()))
            lines = [squeezed(line, "\t") for line in run(gouji, "text", file).splitlines()]
            for rows in expected:
                for cells in rows.values():
                    line = "\t".join(text for _, text in cells)
                    assert line in lines, f"{markup}\n{line!r} is not in {lines}"
                    # The rows stand in their order.
                    del lines[: lines.index(line) + 1]
                    compared += len(cells)
    print(f"{compared} cells of tables are read as by the standard")


def run(*command):
    return subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout


def squeezed(text, kept=""):
    """Without spaces: where words are parted is not compared."""
    return "".join(c for c in text if c in kept or not c.isspace())


def report(markup, expected, found):
    return f"{markup}\nby the standard: {expected}\nby gouji:        {found}"


class Page:
    """Markup with tables. Every text stands once."""

    def __init__(self, chance):
        self.chance = chance
        self.texts = 0
        self.markup = "<!DOCTYPE html>" + "".join(self.table(0) for _ in range(chance.randint(1, 3)))

    def likely(self, share):
        return self.chance.random() < share

    def text(self):
        self.texts += 1
        return f"x{self.texts}"

    def tag(self, name, attributes=""):
        name = name.upper() if self.likely(0.2) else name
        return f"<{name}{attributes}>"

    def end(self, name, missing=0.3):
        return "" if self.likely(missing) else self.tag("/" + name)

    def spans(self):
        out = ""
        for name in ("rowspan", "colspan"):
            if self.likely(0.25):
                usual = ["1", "2", "2", "3", "4"]
                unusual = ["0", "9", "", "-1", "+2", " 2", "2.5", "3x", "x", "1000", "65535", "99999999999"]
                value = self.chance.choice(unusual if self.likely(0.25) else usual)
                name = name.upper() if self.likely(0.2) else name
                out += self.chance.choice([f' {name}="{value}"', f" {name}='{value}'", f' {name}="{value}" {name}="3"'])
        return out

    def misplaced(self):
        """What may not stand between rows and cells."""
        if not self.likely(0.1):
            return ""
        name = self.chance.choice(["p", "div", "b", "span", "center", "font", "ul"])
        pieces = [self.text(), f"<{name}>", f"</{name}>", f"<{name}>{self.text()}</{name}>", "<br>", "<!-- x -->", "</td>", "</tr>", "</tbody>", "<col>"]
        return self.chance.choice(pieces)

    def table(self, depth):
        out = self.tag("table")
        if self.likely(0.2):
            out += self.tag("caption") + self.text() + self.end("caption")
        if self.likely(0.2):
            out += "<colgroup><col><col span=2></colgroup>"
        for _ in range(self.chance.randint(1, 3)):
            group = self.chance.choice(GROUPS) if self.likely(0.5) else None
            out += self.misplaced()
            if group:
                out += self.tag(group)
            for _ in range(self.chance.randint(0, 4)):
                out += self.row(depth)
            if group:
                out += self.end(group)
        return out + self.end("table", 0.05)

    def row(self, depth):
        out = self.misplaced() + ("" if self.likely(0.05) else self.tag("tr"))
        for _ in range(self.chance.randint(0, 4)):
            name = self.chance.choice(["td", "td", "td", "th"])
            out += self.misplaced() + self.tag(name, self.spans()) + self.content(depth) + self.end(name)
        return out + self.end("tr")

    def content(self, depth):
        if depth < 2 and self.likely(0.02):
            return self.table(depth + 1)
        out = ""
        for _ in range(self.chance.choice([0, 1, 1, 1, 2, 3])):
            name = self.chance.choice(["p", "div", "b", "span", "em", "li", "font", "h3"])
            text = self.text()
            out += self.chance.choice([text, text, text + "<br>", f"<{name}>{text}</{name}>", f"<{name}>{text}", f"{text}</{name}>", "\n", "&nbsp;"])
        return out


def tables(tree):
    """The tables that hold rows of cells and no other table."""
    for table in tree.iter("table"):
        is_outer = table.find(".//table") is not None
        rows = [list(cells_of(row)) for row in table.iter("tr")]
        if not is_outer and any(len(cells) > 1 for cells in rows):
            yield table


def cells_of(row):
    return (cell for cell in row if cell.tag in ("td", "th"))


def grid(table):
    """Forms a table: for each row with cells, the column and the text of each cell."""
    out = {}
    number = 0
    for group in table:
        if group.tag not in GROUPS and group.tag != "tr":
            continue
        # For each column, the first row that the cell above does not reach.
        free = {}
        for row in [group] if group.tag == "tr" else group.findall("tr"):
            number += 1
            column = 0
            for cell in cells_of(row):
                while free.get(column, 0) > number:
                    column += 1
                text = squeezed("".join(text_of(cell)))
                out.setdefault(number, []).append((min(column, WIDEST) + 1, text))
                width = span(cell, "colspan")
                width = 1 if width in (None, 0) else min(width, 1000)
                height = span(cell, "rowspan")
                height = 1 if height is None else height or 65534
                for covered in range(column, column + width):
                    free[covered] = max(free.get(covered, 0), number + height)
                column += width
    return out


def text_of(element):
    """The texts in an element. Comments are elements of another kind."""
    if isinstance(element.tag, str):
        yield element.text or ""
        for child in element:
            yield from text_of(child)
            yield child.tail or ""


def span(cell, name):
    """A number as the standard parses it. `None` if there is no number."""
    text = cell.get(name, "").lstrip(" \t\n\f\r")
    sign, digits = (text[0], text[1:]) if text[:1] in ("+", "-") else ("", text)
    length = next((at for at, c in enumerate(digits) if c not in "0123456789"), len(digits))
    number = int(digits[:length] or -1)
    return None if number < 0 or sign == "-" and number > 0 else number


main()
