"""Things in the text of a Word document that are no text, as XML, with the namespaces they need."""

_WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
_V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
SYMEX = 'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex"'


def in_run(inner: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def picture(placed: str = "inline", said: str = "") -> str:
    """Return a `w:drawing` in the line, or with `anchor` one that floats."""
    return (
        f'<w:drawing><wp:{placed} {_WP}><wp:docPr id="1" name="n" descr="{said}"/></wp:{placed}></w:drawing>'
    )


def vml(holder: str = "pict", style: str = "width:20pt", inner: str = "") -> str:
    """Return a `w:pict` or `w:object` with a shape of this style."""
    return f'<w:{holder}><v:shape {_V} style="{style}">{inner}</v:shape><o:OLEObject {_V}/></w:{holder}>'


def field(code: str, result: str | None = None, data: str = "") -> str:
    """Return the runs of a field; None leaves out the mark before its result."""
    mark = "<w:r><w:fldChar w:fldCharType='{}'>{}</w:fldChar></w:r>"
    middle = "" if result is None else mark.format("separate", "") + result
    return (
        mark.format("begin", data)
        + f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        + middle
        + mark.format("end", "")
    )


def control(properties: str, inner: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def alternates(*choices: tuple[str, str], fallback: str | None = None) -> str:
    """Return alternative renderings: (what a choice requires, XML)."""
    said = "".join(f'<mc:Choice Requires="{requires}">{inner}</mc:Choice>' for requires, inner in choices)
    last = "" if fallback is None else f"<mc:Fallback>{fallback}</mc:Fallback>"
    return f'<mc:AlternateContent xmlns:zz="urn:example:unknown">{said}{last}</mc:AlternateContent>'


def box(inner: str) -> str:
    """Return a text box of the newer kind, which floats."""
    return (
        f"<w:drawing><wp:anchor {_WP}><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp>"
        "</wp:anchor></w:drawing>"
    )


def old_box(inner: str) -> str:
    return vml("pict", "position:absolute", f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox>")


def ruby(guide: str, base: str) -> str:
    return (
        f"<w:ruby><w:rubyPr/><w:rt><w:r><w:t>{guide}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{base}</w:t></w:r>"
        "</w:rubyBase></w:ruby>"
    )


def ended(revision: str, *runs: str, properties: str = "") -> str:
    """Return a paragraph whose mark carries a tracked change: `del`, `ins`, `moveFrom`, `moveTo`."""
    change = f'<w:{revision} w:id="9" w:author="Ann" w:date="2024-01-01T00:00:00Z"/>'
    return f"<w:p><w:pPr>{properties}<w:rPr>{change}</w:rPr></w:pPr>{''.join(runs)}</w:p>"


def deleted(text: str) -> str:
    return (
        '<w:del w:id="8" w:author="Ann" w:date="2024-01-01T00:00:00Z"><w:r><w:delText xml:space="preserve">'
        f"{text}</w:delText></w:r></w:del>"
    )
