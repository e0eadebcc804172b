"""What travels inside the extension: standard library only, for the Python, often older, that LibreOffice brings."""
