"""Where everything stands in a workbook, and the text of its formulas."""
