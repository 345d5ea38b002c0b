"""Lists as columns, and every way of writing them: a table, csv, Markdown, a workbook, a calendar,
JSON, plain text."""
