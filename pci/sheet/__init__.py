"""The workbook that units fill in: written, read back, and turned into updates."""
