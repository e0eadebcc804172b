"""A filled-in file read back and held against the engine."""
