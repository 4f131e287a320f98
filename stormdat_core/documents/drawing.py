"""Text of DrawingML: diagrams, charts and shapes, whose paragraphs are `a:p` in every Office format."""

from stormdat_core.documents.xmlparse import Attributes, Parser


def drawing_paragraphs(data: bytes, part: str, file: str) -> list[str]:
    """Return the texts of the paragraphs of a drawing part that are not empty, in order."""
    found: list[str] = []
    pieces: list[str] = []
    inside = False

    def start(name: str, _: Attributes) -> None:
        nonlocal inside
        if name == "a:p":
            pieces.clear()
        elif name == "a:t":
            inside = True
        elif name == "a:br":
            pieces.append("\n")

    def end(name: str) -> None:
        nonlocal inside
        if name == "a:t":
            inside = False
        elif name == "a:p" and "".join(pieces).strip():
            found.append("".join(pieces))

    def characters(text: str) -> None:
        if inside:
            pieces.append(text)

    Parser(start, end, characters).run(data, part, file)
    return found
