#!/usr/bin/env python3
"""Reads all that the language server says in a long session strictly: `protocol.py GOUJI`.

Each message is read with lsprotocol, the types of the protocol's own model: a property that the protocol does not have, a value of another
type, or a property that is lost when the message is written again is an error. A capability of the server that the session does not ask for
is an error as well. Needs lsprotocol.
"""

import json
import queue
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import cattrs
from lsprotocol import converters, types

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / "docs/examples/yunxi-2023.md").read_text(encoding="utf-8")
CONVERTER = converters.get_converter(cattrs.Converter(forbid_extra_keys=True))
PATIENCE = 60

# Where the server says that it answers a request: the property of its capabilities, and what is asked there.
TEXT = "textDocument/"
AT_PLACES = {
    "hoverProvider": [TEXT + "hover"],
    "completionProvider": [TEXT + "completion"],
    "definitionProvider": [TEXT + "definition"],
    "referencesProvider": [TEXT + "references"],
    "documentHighlightProvider": [TEXT + "documentHighlight"],
    "renameProvider": [TEXT + "prepareRename", TEXT + "rename"],
    "linkedEditingRangeProvider": [TEXT + "linkedEditingRange"],
    "callHierarchyProvider": [TEXT + "prepareCallHierarchy"],
}
OF_DOCUMENTS = {
    "documentSymbolProvider": [TEXT + "documentSymbol"],
    "codeLensProvider": [TEXT + "codeLens"],
    "documentFormattingProvider": [TEXT + "formatting"],
    "documentLinkProvider": [TEXT + "documentLink"],
    "foldingRangeProvider": [TEXT + "foldingRange"],
    "semanticTokensProvider": [TEXT + "semanticTokens/full"],
    "diagnosticProvider": [TEXT + "diagnostic"],
}
OF_RANGES = {
    "documentRangeFormattingProvider": [TEXT + "rangeFormatting"],
    "semanticTokensProvider": [TEXT + "semanticTokens/range"],
    "inlayHintProvider": [TEXT + "inlayHint"],
    "codeActionProvider": [TEXT + "codeAction"],
}
# What the session does by itself.
OTHER = {"positionEncoding", "textDocumentSync", "selectionRangeProvider", "workspaceSymbolProvider", "executeCommandProvider", "workspace"}


def main():
    program = sys.argv[1]
    counts, faults = {}, set()
    for language in ("zh", "en"):
        for pulls in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                session = Session(program, Path(folder).resolve(), language, pulls)
                session.run()
                faults |= session.faults
                for method, count in session.heard.items():
                    counts[method] = counts.get(method, 0) + count
    print(sum(counts.values()), "messages of", len(counts), "kinds:", ", ".join(sorted(counts)))
    sys.exit("\n".join(sorted(faults)) or 0)


class Session:
    """A client with everything that a client can, and one server."""

    def __init__(self, program, folder, language, pulls):
        self.folder, self.language, self.pulls = folder, language, pulls
        self.process = subprocess.Popen([program, "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.messages = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.asked, self.answers, self.heard, self.faults = {}, {}, {}, set()
        self.documents = {}

    # The wire.

    def read(self):
        output = self.process.stdout
        while True:
            length = None
            while (line := output.readline().strip()):
                name, _, value = line.partition(b": ")
                length = int(value) if name == b"Content-Length" else length
            if length is None:
                return self.messages.put(None)
            self.messages.put(json.loads(output.read(length)))

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, params=None):
        self.send({"method": method} | ({} if params is None else {"params": params}))

    def request(self, method, params=None):
        """The result of a request, which must not be an error."""
        number = len(self.asked) + 1
        self.asked[number] = method
        self.send({"id": number, "method": method} | ({} if params is None else {"params": params}))
        while number not in self.answers:
            self.hear()
        return self.answers.pop(number)

    def hear(self):
        """Takes the next message of the server, and answers where it is a request."""
        message = self.messages.get(timeout=PATIENCE)
        assert message is not None, "the server has ended"
        method = message.get("method") or self.asked[message["id"]]
        self.heard[method] = self.heard.get(method, 0) + 1
        is_answer = "method" not in message
        assert "error" not in message, f"{method}: {message['error']}"
        request, response, _, _ = types.METHOD_TO_TYPES[method]
        self.read_strictly(message, response if is_answer else request, method)
        if is_answer:
            self.answers[message["id"]] = message["result"]
        elif method == "client/registerCapability":
            for registration in message["params"]["registrations"]:
                self.read_strictly(registration["registerOptions"], types.METHOD_TO_TYPES[registration["method"]][3], method)
        if not is_answer and "id" in message:
            self.send({"id": message["id"], "result": self.reply(method, message.get("params"))})

    def read_strictly(self, value, own, method):
        """Notes a fault unless a value is read as this type of the protocol and is the same when it is written again."""
        try:
            again = json.loads(json.dumps(CONVERTER.unstructure(CONVERTER.structure(value, own), own)))
        except Exception as error:
            self.faults.update(f"{method}: {said}" for said in cattrs.transform_error(error))
        else:
            self.faults.update(f"{method}: {said}" for said in differences(value, again, "$"))

    def reply(self, method, params):
        match method:
            case "workspace/configuration":
                return [{"lang": self.language, "fixOnSave": True} for _ in params["items"]]
            case "workspace/applyEdit":
                return {"applied": True}
        return None

    # What the client does.

    def run(self):
        capabilities = self.initialize()
        self.open("good.md", self.made("good.md"))
        for name, text in wrong_reports().items():
            self.open(name, text)
        self.open("gouji.toml", (self.folder / "gouji.toml").read_text(encoding="utf-8"))
        for uri, text in self.documents.items():
            self.ask_about(uri, text, capabilities)
        self.work_on_the_workspace(capabilities)
        self.edit()
        assert self.request("shutdown") is None
        self.notify("exit")
        assert self.process.wait(PATIENCE) == 0

    def made(self, name):
        path = self.folder / name
        subprocess.run([self.process.args[0], "new", "--issuer", "云溪县园林局", "--year", "2023", "-o", path], check=True, stdout=subprocess.DEVNULL)
        return path.read_text(encoding="utf-8")

    def initialize(self):
        (self.folder / "closed.md").write_text(EXAMPLE, encoding="utf-8")
        accepted = '[[accept]]\nfile = "wrong.md"\ncode = "S012"\nreason = "看过"\n'
        (self.folder / "gouji.toml").write_text(accepted, encoding="utf-8")
        text_document = {
            "synchronization": {"dynamicRegistration": True, "willSave": True, "willSaveWaitUntil": True, "didSave": True},
            "publishDiagnostics": {
                "relatedInformation": True, "tagSupport": {"valueSet": [1, 2]}, "versionSupport": True,
                "codeDescriptionSupport": True, "dataSupport": True,
            },
            "completion": {"completionItem": {
                "snippetSupport": True, "documentationFormat": ["markdown"], "resolveSupport": {"properties": ["documentation"]},
                "insertReplaceSupport": True, "labelDetailsSupport": True, "tagSupport": {"valueSet": [1]},
            }},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor", "source"]}},
                "isPreferredSupport": True, "disabledSupport": True, "dataSupport": True, "resolveSupport": {"properties": ["edit"]},
            },
            "rename": {"prepareSupport": True, "prepareSupportDefaultBehavior": 1},
            "foldingRange": {"lineFoldingOnly": False},
            "semanticTokens": {
                "requests": {"range": True, "full": {"delta": True}}, "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"],
                "augmentsSyntaxTokens": True,
            },
            "definition": {"linkSupport": True}, "linkedEditingRange": {}, "callHierarchy": {}, "inlayHint": {}, "documentHighlight": {},
            "references": {}, "codeLens": {}, "documentLink": {"tooltipSupport": True}, "formatting": {}, "rangeFormatting": {},
            "selectionRange": {},
        }
        workspace = {
            "applyEdit": True,
            "workspaceEdit": {
                "documentChanges": True, "resourceOperations": ["create", "rename", "delete"], "failureHandling": "transactional",
                "changeAnnotationSupport": {"groupsOnLabel": True},
            },
            "didChangeConfiguration": {"dynamicRegistration": True}, "didChangeWatchedFiles": {"dynamicRegistration": True},
            "symbol": {}, "executeCommand": {}, "workspaceFolders": True, "configuration": True,
            "semanticTokens": {"refreshSupport": True}, "codeLens": {"refreshSupport": True}, "inlayHint": {"refreshSupport": True},
        }
        if self.pulls:
            text_document["diagnostic"] = {"dynamicRegistration": True, "relatedDocumentSupport": True}
            workspace["diagnostics"] = {"refreshSupport": True}
        result = self.request("initialize", {
            "processId": None, "rootUri": self.folder.as_uri(), "locale": self.language,
            "capabilities": {
                "textDocument": text_document, "workspace": workspace,
                "window": {"workDoneProgress": True, "showMessage": {}, "showDocument": {"support": True}},
                "general": {"positionEncodings": ["utf-16"]},
            },
            "workspaceFolders": [{"uri": self.folder.as_uri(), "name": "报告"}],
        })
        self.notify("initialized", {})
        known = {*AT_PLACES, *OF_DOCUMENTS, *OF_RANGES, *OTHER}
        assert (missed := result["capabilities"].keys() - known) == set(), f"nothing asks for {missed}"
        return result["capabilities"]

    def open(self, name, text):
        uri = (self.folder / name).as_uri()
        self.documents[uri] = text
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}})

    def ask_about(self, uri, text, capabilities):
        document = {"textDocument": {"uri": uri}}
        more = {"options": {"tabSize": 4, "insertSpaces": True}, "context": {"includeDeclaration": True, "diagnostics": [], "triggerKind": 1}}
        lines = text.split("\n")
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": len(lines), "character": 0}}
        for method in asked(OF_DOCUMENTS, capabilities):
            result = self.request(method, document | {"options": more["options"]})
            if method.endswith("semanticTokens/full") and "delta" in json.dumps(capabilities["semanticTokensProvider"]["full"]):
                self.request(method + "/delta", document | {"previousResultId": result["resultId"]})
            if method.endswith("/diagnostic"):
                self.request(method, document | {"previousResultId": result["resultId"]})
                more["context"]["diagnostics"] = result["items"]
        for method in asked(OF_RANGES, capabilities):
            result = self.request(method, document | more | {"range": whole})
            for action in result if method.endswith("/codeAction") and result else []:
                self.take_action(action, capabilities)
        places = [(number, column) for number, line in enumerate(lines) for column in {0, len(line) // 2, len(line)}]
        for number, column in places:
            position = {"line": number, "character": column}
            for method in asked(AT_PLACES, capabilities):
                given = document | {"position": position, "context": {"includeDeclaration": True, "triggerKind": 1}}
                if method.endswith("/rename"):
                    named = self.request(TEXT + "prepareRename", document | {"position": position})
                    if not named:
                        continue
                    given["newName"] = "2022" if named["placeholder"].isdigit() else "临江县园林局"
                result = self.request(method, given)
                for item in result if method.endswith("CallHierarchy") and result else []:
                    self.request("callHierarchy/incomingCalls", {"item": item})
                    self.request("callHierarchy/outgoingCalls", {"item": item})
            self.request("textDocument/selectionRange", document | {"positions": [position]})
        if "willSaveWaitUntil" in capabilities["textDocumentSync"]:
            self.request("textDocument/willSaveWaitUntil", document | {"reason": 1})

    def take_action(self, action, capabilities):
        command = action.get("command")
        if "edit" not in action and "data" in action:
            action = self.request("codeAction/resolve", action)
            assert "edit" in action, action
        if isinstance(command, dict):
            self.request("workspace/executeCommand", {"command": command["command"], "arguments": command.get("arguments", [])})

    def work_on_the_workspace(self, capabilities):
        for query in ("", "云溪", "2023"):
            self.request("workspace/symbol", {"query": query})
        if self.pulls:
            report = self.request("workspace/diagnostic", {"previousResultIds": []})
            known = [{"uri": item["uri"], "value": item["resultId"]} for item in report["items"] if item.get("resultId")]
            self.request("workspace/diagnostic", {"previousResultIds": known, "workDoneToken": "work", "partialResultToken": "part"})
        uri = next(iter(self.documents))
        for command in capabilities["executeCommandProvider"]["commands"]:
            if command.endswith("checkFolder"):
                self.request("workspace/executeCommand", {"command": command, "arguments": [self.folder.as_uri()]})
        (self.folder / "closed.md").write_text(EXAMPLE.replace("2023", "2022"), encoding="utf-8")
        self.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": (self.folder / "closed.md").as_uri(), "type": 2}]})
        self.notify("workspace/didChangeConfiguration", {"settings": {}})
        self.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": []}})
        self.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}})

    def edit(self):
        """Types, breaks the settings and mends them, saves, closes."""
        settings = (self.folder / "gouji.toml").as_uri()
        for uri, text in self.documents.items():
            place = {"line": text.count("\n") // 2, "character": 0}
            for version, typed in enumerate("（总计0|", 2):
                change = {"range": {"start": place, "end": place}, "text": typed}
                self.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]})
        (self.folder / "gouji.toml").write_text("lang = 3\n", encoding="utf-8")
        self.notify("textDocument/didSave", {"textDocument": {"uri": settings}})
        for uri in self.documents:
            self.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}})
            self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        self.request("workspace/symbol", {"query": ""})


def asked(table, capabilities):
    return [method for provider, methods in table.items() if capabilities.get(provider) for method in methods]


def wrong_reports():
    """Reports in which many rules find something, in several layouts."""
    rows = [line for line in EXAMPLE.split("\n") if line.startswith("|")]
    tabs = "\n".join(line.strip("| ").replace(" | ", "\t") if line.startswith("|") else line for line in EXAMPLE.split("\n"))
    return {
        "wrong.md": EXAMPLE,
        "old.md": EXAMPLE.replace("2023", "2020").replace("2024", "2021"),
        "tabs.txt": tabs,
        "short.md": EXAMPLE.replace(rows[len(rows) // 2] + "\n", "").replace("三、", "四、"),
        "other.md": "# 读我\n\n不是报告。\n",
        "empty.md": "",
    }


def differences(said, again, place):
    """Where what was said is not what the protocol's types hold of it."""
    if isinstance(said, dict) and isinstance(again, dict):
        keys = said.keys() | again.keys()
        return [found for key in keys for found in differences(said.get(key, "(nothing)"), again.get(key, "(nothing)"), f"{place}.{key}")]
    if isinstance(said, list) and isinstance(again, list) and len(said) == len(again):
        return [found for pair in zip(said, again) for found in differences(*pair, f"{place}[]")]
    return [] if type(said) is type(again) and said == again else [f"{place}: {said!r} is read as {again!r}"]


if __name__ == "__main__":
    main()
