"""Print the formats LibreOffice gives to every text portion. Runs in the Python that has `uno`, not in ours.

/usr/bin/python3 uno_formats.py PIPE_NAME FILE...    (soffice listens on the pipe)
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def main() -> None:
    pipe, *files = sys.argv[1:]
    desktop = connect(pipe)
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    found = {}
    for path in files:
        document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (hidden,))
        found[path] = list(paragraphs(document.Text))
        document.close(True)
    json.dump(found, sys.stdout)


def connect(pipe: str):  # type: ignore[no-untyped-def]
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def paragraphs(text):  # type: ignore[no-untyped-def]
    """Yield [[portion, font, points], ...] for each paragraph, tables in place."""
    items = text.createEnumeration()
    while items.hasMoreElements():
        item = items.nextElement()
        if item.supportsService("com.sun.star.text.TextTable"):
            for name in item.CellNames:
                yield from paragraphs(item.getCellByName(name))
        elif item.supportsService("com.sun.star.text.Paragraph"):
            yield [
                [portion.String, portion.CharFontName, portion.CharHeight]
                for portion in each(item)
                if portion.TextPortionType in ("Text", "TextField") and portion.String
            ]


def each(item):  # type: ignore[no-untyped-def]
    portions = item.createEnumeration()
    while portions.hasMoreElements():
        yield portions.nextElement()


if __name__ == "__main__":
    main()
