"""Word documents: templates filled in, pages, charts, PDF, passages that people edited."""
