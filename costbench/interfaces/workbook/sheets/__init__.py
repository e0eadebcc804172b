"""What a reader sees, one file a sheet."""
