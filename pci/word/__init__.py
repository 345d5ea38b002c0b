"""Word documents made and read back: templates filled in, pages, charts, PDF, passages edited by people."""
