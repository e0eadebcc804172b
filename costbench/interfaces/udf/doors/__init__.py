"""Only what each spreadsheet demands."""
