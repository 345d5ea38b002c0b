"""A small client of the Language Server Protocol: what an editor asks, and what it is told."""

import json
import subprocess
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

SETTINGS = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}


class Editor:
    """One editor with a language server of its own, a folder open in it, and the schemas that its
    settings name."""

    def __init__(self, command: list[str], folder: Path, schemas: Mapping[str, Any]) -> None:
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._ids = count(1)
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._texts: dict[str, str] = {}
        self._settings = {"yaml": {**SETTINGS, "schemas": dict(schemas)}}
        able = {"workspace": {"configuration": True}, "textDocument": {"publishDiagnostics": {}}}
        self._ask(
            "initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": able}
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": self._settings})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.kill()
        self._server.communicate()

    def faults(self, path: Path, text: str) -> list[tuple[int, str]]:
        """Open a text as if it stood in that file: the lines underlined, counted from 1, and
        why.

        A file is opened once; another text of it needs another editor.
        """
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        assert self._texts.setdefault(uri, text) == text
        if uri not in self._diagnostics:
            self._tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self._diagnostics:
            self._heed(self._read())
        return [
            (found["range"]["start"]["line"] + 1, found["message"])
            for found in self._diagnostics[uri]
        ]

    def offered(self, path: Path, line: int, character: int) -> dict[str, str]:
        """What may be typed there, and what each means."""
        found = self._ask("textDocument/completion", _at(path, line, character))
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: str(_words(item.get("documentation", ""))) for item in items}

    def explained(self, path: Path, line: int, character: int) -> str:
        """What is shown when the mouse rests there."""
        return _words(
            (self._ask("textDocument/hover", _at(path, line, character)) or {}).get("contents", "")
        )

    def _ask(self, method: str, params: Mapping[str, Any]) -> Any:
        number = next(self._ids)
        self._send({"id": number, "method": method, "params": params})
        while (message := self._read()).get("id") != number or "method" in message:
            self._heed(message)
        assert "error" not in message, message
        return message["result"]

    def _tell(self, method: str, params: Mapping[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _heed(self, message: Mapping[str, Any]) -> None:
        """Keep what the server says of a file; answer what it asks."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            asked = [self._settings.get(item.get("section")) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": asked})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message: Mapping[str, Any]) -> None:
        assert self._server.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._server.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._server.stdout
        length = 0
        while (header := self._server.stdout.readline().strip()) or not length:
            if header.lower().startswith(b"content-length:"):
                length = int(header.partition(b":")[2])
        found: dict[str, Any] = json.loads(self._server.stdout.read(length))
        return found


def _at(path: Path, line: int, character: int) -> dict[str, Any]:
    return {
        "textDocument": {"uri": path.as_uri()},
        "position": {"line": line - 1, "character": character},
    }


def _words(contents: Any) -> str:
    return str(contents["value"]) if isinstance(contents, dict) else str(contents)
