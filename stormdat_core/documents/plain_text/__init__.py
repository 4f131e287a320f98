"""Text without a package: plain, Markdown, delimited; its encodings, lines and line ends."""
