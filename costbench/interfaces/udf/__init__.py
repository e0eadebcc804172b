"""Functions in a spreadsheet cell: one registry, thin doors."""
