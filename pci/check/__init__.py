"""`pci check`: rules over a plan and its records, findings and their outputs, ignores and safe
fixes."""
