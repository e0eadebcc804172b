"""How a sheet is drawn: page, styles, charts, words, the finished file."""
