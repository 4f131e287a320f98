"""The keys, as help lists them and the script `shortcuts.js` obeys them."""

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Everywhere",
        (
            ("?", "Show these keys"),
            ("Ctrl+F", "Find words on this page"),
            ("Ctrl+P", "Print this page"),
            ("Ctrl++ and Ctrl+−", "Larger and smaller text"),
            ("Ctrl+0", "Text at its usual size"),
            ("Alt+1 to Alt+9", "Open a page of the sidebar"),
            ("Escape", "Close what is open"),
        ),
    ),
    (
        "Check",
        (
            ("Ctrl+O", "Choose files"),
            ("Ctrl+Shift+O", "Choose a folder"),
        ),
    ),
    (
        "Findings",
        (
            ("/", "Search the findings"),
            ("↓ and ↑", "Next and previous finding"),
            ("Page Down and Page Up", "Ten findings on, ten back"),
            ("Home and End", "First and last finding of the page"),
            ("] and [", "Next and previous hundred"),
            ("A", "Accept the acronym of the chosen finding"),
            ("N", "Say that it is not an acronym"),
            ("K", "Say that it is well known"),
            ("W", "Waive the finding with a reason"),
            ("U", "Take the decision back"),
            ("Ctrl+S", "Save copies and reports"),
            ("Ctrl+Shift+S", "Save what the settings name, at once"),
        ),
    ),
    (
        "Review of a document",
        (
            ("↓ and ↑", "Next and previous problem"),
            ("F", "The corrected copy makes this correction"),
            ("L", "Leave it as it is"),
            ("C", "Leave it to the author, with a comment"),
            ("A, N, K", "Accept the acronym, it is none, it is well known"),
            ("W", "Waive it with a reason"),
            ("Shift and one of these", "The same for all open findings that are alike"),
            ("← and →", "From a problem to its kind, and into it"),
            (
                "Ctrl+click, Ctrl+Space",
                "Select a kind, or a problem, too; the keys above decide about all selected",
            ),
            ("Shift+click, Shift+↓ and ↑", "Select up to there"),
            ("Ctrl+A, Escape", "Select all kinds that are shown, select nothing"),
            ("M", "Comment on the selected text, or on the paragraph shown; Ctrl+Enter sends it"),
            ("P", "Place a comment whose text is gone on the selected text, or the paragraph shown"),
            ("O", "Open it again"),
            ("Ctrl+Z and Ctrl+Y", "Undo a step, do it again"),
            ("Ctrl+S", "Save copies and reports"),
            ("Ctrl+Shift+S", "Save what the settings name, at once"),
            ("← → Home End", "On a line between panes: their widths; Enter resets"),
            ("F6", "Problems, document, finding in turn"),
            ("/", "Find in the document; Escape leads back to the problems"),
        ),
    ),
    (
        "Record",
        (
            ("Alt+R", "Start, pause and go on"),
            ("Alt+S", "Stop"),
            ("Alt+M", "Set a marker with the note beside it"),
            ("Alt+P", "Keep a still picture"),
            ("Alt+L", "Show levels without recording"),
        ),
    ),
    (
        "Transcript",
        (
            ("Ctrl+Space", "Play and pause"),
            ("Ctrl+Enter and Escape", "Keep a change, or leave the text as it was"),
            ("Ctrl+Z", "Take back the newest change"),
            ("Ctrl+S", "Save as text, subtitles or Word document"),
        ),
    ),
)
