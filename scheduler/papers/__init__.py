"""Reports for a board: one neutral document, written as Markdown, HTML and accessible PDF."""
