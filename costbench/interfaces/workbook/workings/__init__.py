"""The sheets that compute: assumptions, current case, calculations, tables."""
