"""report -> text, HTML to print, CSV, JSON: one module a format, each a function from a report to a string."""
