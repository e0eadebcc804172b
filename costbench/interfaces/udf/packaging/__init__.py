"""Building, installing and diagnosing the add-ins."""
