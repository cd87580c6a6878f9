#!/usr/bin/env python3
"""Runs the steps of action.yml as GitHub's runner does, over docs/examples and over the example as a web page.

`action.py WHEELS` installs the version that lies in the folder WHEELS in the place of PyPI; without an argument the program is built from
this folder, without optimization. Needs PyYAML.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def main():
    inputs = {name: str(spec.get("default", "")) for name, spec in ACTION["inputs"].items()}
    inputs.update({"paths": "docs/examples\ndocs/images\n", "args": "--lang en --ignore P004"})
    environment = {**os.environ, "MATURIN_PEP517_ARGS": "--profile dev"}
    environment.setdefault("CARGO_TARGET_DIR", str(ROOT / "target"))
    if len(sys.argv) > 1:
        wheel = next(Path(sys.argv[1]).glob("gouji-*.whl"))
        inputs["version"] = wheel.name.split("-")[1]
        environment.update({"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent.resolve())})
    with tempfile.TemporaryDirectory() as temporary:
        page = Path(temporary) / "page.html"
        make_page = ["awk", "-f", "editors/testing/page.awk", "docs/examples/yunxi-2023.md"]
        page.write_bytes(subprocess.run(make_page, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
        inputs["paths"] += f"{page}\n"
        inputs["sarif-file"] = str(Path(temporary) / "reports with a space.sarif")
        status, said, outputs = run(inputs, environment, temporary)
        assert status == 1, f"status {status} where findings were expected\n{said}"
        assert "::error file=docs/examples/yunxi-2023.md,line=36," in said, said
        assert f"::error file={page},line=33," in said, said
        assert "signature" not in said, said
        sarif = json.loads(Path(outputs["sarif-file"]).read_text(encoding="utf-8"))
        codes = [result["ruleId"] for result in sarif["runs"][0]["results"]]
        assert codes == 2 * ["P001", "T002", "A001", "A002"], codes
    print("the action annotates and writes SARIF:", *codes)


def run(inputs, environment, temporary):
    """The status of the last step that ran, what it printed, and the action's outputs."""
    files = {name: Path(temporary) / name for name in ("GITHUB_PATH", "GITHUB_OUTPUT")}
    for file in files.values():
        file.touch()
    given = {f"inputs.{name}": value for name, value in inputs.items()}
    given["github.action_path"] = str(ROOT)
    for step in ACTION["runs"]["steps"]:
        assert step["shell"] == "bash"
        own = {name: fill(value, given) for name, value in step.get("env", {}).items()}
        paths = files["GITHUB_PATH"].read_text(encoding="utf-8").split("\n")[:-1]
        path = os.pathsep.join(paths[::-1] + [environment["PATH"]])
        own = {**environment, **own, "PATH": path, "RUNNER_TEMP": temporary, **{name: str(file) for name, file in files.items()}}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=ROOT, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        if "id" in step:
            lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
            given.update({f"steps.{step['id']}.outputs.{line.split('=', 1)[0]}": line.split("=", 1)[1] for line in lines})
        if done.returncode != 0:
            break
    outputs = {name: fill(spec["value"], given) for name, spec in ACTION["outputs"].items()}
    return done.returncode, done.stdout, outputs


def fill(text, given):
    """`text` with its expressions, each a plain name, replaced."""
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: given[match[1]], text)


main()
