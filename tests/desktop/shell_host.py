"""A real window with the real shell and no pages: reads what to ask from standard input, writes answers."""

import json
import sys
import threading
from typing import Any

import webview

from desktop import engine
from desktop.drop import DropBox
from desktop.shell import WindowShell
from webui.shell import ShellBusy


def ask(shell: WindowShell, question: dict[str, Any]) -> object:
    kind, title = question["kind"], question["title"]
    try:
        if kind == "files":
            patterns = [("Word documents", [".docx"])]
            return [str(path) for path in shell.pick_files(title, patterns, several=question["several"])]
        found = shell.pick_folder(title) if kind == "folder" else shell.pick_target(title, "proposed.html")
    except ShellBusy:
        return "busy"
    return str(found) if found else None


def answer(shell: WindowShell, question: dict[str, Any]) -> None:
    print(json.dumps({"id": question["id"], "answer": ask(shell, question)}), flush=True)


def serve(shell: WindowShell, window: Any) -> None:
    window.events.loaded.wait(30)
    print(json.dumps({"id": "ready"}), flush=True)
    for line in sys.stdin:
        threading.Thread(target=answer, args=(shell, json.loads(line)), daemon=True).start()
    window.destroy()


engine.prepare()
host = webview.create_window("Shell host", html="<p>Host</p>", text_select=True)
webview.start(serve, (WindowShell(host, DropBox()), host))
