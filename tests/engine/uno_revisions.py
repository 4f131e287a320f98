"""Accept or reject all tracked changes in LibreOffice and export the text. Runs in the Python that has `uno`.

/usr/bin/python3 uno_revisions.py PIPE_NAME JOBS.json    (jobs: [[document, accept|reject, text file], ...])
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

_COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}


def main() -> None:
    pipe, jobs = sys.argv[1:]
    context = connect(pipe)
    desktop = make(context, "com.sun.star.frame.Desktop")
    dispatcher = make(context, "com.sun.star.frame.DispatchHelper")
    for source, what, target in json.loads(Path(jobs).read_text("utf-8")):
        document = desktop.loadComponentFromURL(url(source), "_blank", 0, (value("Hidden", True),))
        frame = document.CurrentController.Frame
        if document.isReadonly():  # marked as final
            dispatcher.executeDispatch(frame, ".uno:EditDoc", "", 0, (value("Editable", True),))
        dispatcher.executeDispatch(frame, _COMMANDS[what], "", 0, ())
        # A decision makes LibreOffice calculate some fields anew; without one they show what Word stored.
        document.getTextFields().refresh()
        dispatcher.executeDispatch(frame, ".uno:UpdateFields", "", 0, ())
        plain = value("FilterName", "Text (encoded)"), value("FilterOptions", "UTF8")
        document.storeToURL(url(target), plain)
        document.close(True)


def url(path: str) -> str:
    return str(uno.systemPathToFileUrl(path))


def value(name: str, given: object) -> PropertyValue:
    made = PropertyValue()
    made.Name, made.Value = name, given
    return made


def make(context, name: str):  # type: ignore[no-untyped-def]
    return context.ServiceManager.createInstanceWithContext(name, context)


def connect(pipe: str):  # type: ignore[no-untyped-def]
    resolver = make(uno.getComponentContext(), "com.sun.star.bridge.UnoUrlResolver")
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


if __name__ == "__main__":
    main()
