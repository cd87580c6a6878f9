#!/usr/bin/env python3
"""Runs the examples of docs/data.md with DuckDB, pandas and Spark, in the order of the page.

`data.py GOUJI MAKE_REPORTS`. Needs duckdb, openpyxl, pandas, pyarrow, pyspark and java.
"""

import contextlib
import io
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import duckdb
import openpyxl

PAGE = Path(__file__).parents[2] / "docs" / "data.md"
REPORTS = 70


def main():
    gouji, make_reports = (Path(path).resolve() for path in sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("bin").mkdir()
        Path("bin/gouji").symlink_to(gouji)
        os.environ["PATH"] = f"{folder}/bin:{os.environ['PATH']}"
        # Spark names the machine by its address, and prints its progress.
        os.environ |= {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
        os.environ["PYSPARK_SUBMIT_ARGS"] = "--master local[2] --conf spark.ui.enabled=false pyspark-shell"
        subprocess.run([make_reports, "reports", str(REPORTS)], check=True, stdout=subprocess.DEVNULL)
        measure()
        compare(*run(PAGE.read_text(encoding="utf-8")))


def measure():
    """Checks a long stream, with more bytes than its program may keep."""
    files = sorted(Path("reports").rglob("*.txt"))
    records = [json.dumps({"filename": str(file), "text": file.read_text(encoding="utf-8")}) for file in files]
    lines = ("\n".join(records) + "\n").encode()
    times = (200 << 20) // len(lines)
    command = ["gouji", "check", "-", "--from", "jsonl", "--exit-zero"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as gouji:
        for _ in range(times):
            gouji.stdin.write(lines)
    assert gouji.returncode == 0
    # In KiB.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{times * len(files)} records, {times * len(lines) >> 20} MiB: {peak >> 10} MiB of memory")
    assert peak < 120 << 10, peak


def run(page):
    """Runs all blocks. Returns the results of the queries, and the names and output of Python."""
    results, names, output = [], {}, io.StringIO()
    for language, block in re.findall(r"^```(sh|sql|python)\n(.*?)^```", page, re.M | re.S):
        if language == "sh":
            subprocess.run(["bash", "-euo", "pipefail", "-c", block], check=True)
        elif language == "sql":
            results.append(duckdb.execute(block).fetchall())
        else:
            with contextlib.redirect_stdout(output):
                exec(compile(block, str(PAGE), "exec"), names)
    return results, names, output.getvalue()


def compare(results, names, output):
    """Compares the results with one another, and with what gouji says."""
    checked = subprocess.run(["gouji", "check", "reports", "--output-format", "jsonl"], stdout=subprocess.PIPE)
    found = [json.loads(line) for line in checked.stdout.splitlines()]
    by_code = sorted(Counter((one["code"], one["name"]) for one in found).items())
    by_year, unequal, copied, by_rule = results
    assert [((code, name), count) for code, name, count in by_rule] == by_code, by_rule
    assert copied == [(REPORTS,)], copied

    assert {year: int(total) for year, total in by_year} == names["by_year"].to_dict(), by_year
    wrong = sorted((one["filename"], one["place"].split("/")[1]) for one in found if one["code"] == "A001")
    assert wrong and sorted((file, row) for file, _, _, row in unequal) == wrong, unequal

    spark = names["spark"]
    piped = Counter(json.loads(line)["code"] for line in names["found"].collect())
    assert piped == Counter(one["code"] for one in found), piped
    cells = duckdb.sql("SELECT count(*), count(value) FROM 'cells.parquet'").fetchall()[0]
    table = names["table"].selectExpr("count(*)", "count(value)").first()
    assert tuple(table) == cells, (table, cells)
    # Spark reads the file too, with the types of DuckDB.
    for name in ("cells", "reports"):
        kinds = [kind for _, kind in spark.read.parquet(f"{name}.parquet").dtypes]
        same = {"VARCHAR": "string", "INTEGER": "int", "BIGINT": "bigint", "DECIMAL(38,20)": "decimal(38,20)"}
        described = duckdb.sql(f"DESCRIBE SELECT * FROM '{name}.parquet'").fetchall()
        assert kinds == [same[row[1]] for row in described], kinds
    spark.stop()

    sheet = openpyxl.load_workbook("reports.xlsx", read_only=True).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    parquet = duckdb.sql("SELECT * FROM 'reports.parquet'")
    assert list(rows[0]) == parquet.columns
    plain = [[float(value) if isinstance(value, (int, float)) else value for value in row] for row in rows[1:]]
    number = lambda value: value if value is None or isinstance(value, str) else float(value)
    assert plain == [[number(value) for value in row] for row in parquet.fetchall()]
    print(f"{REPORTS} reports, {len(found)} findings, {cells[0]} cells")
    assert output


if __name__ == "__main__":
    main()
