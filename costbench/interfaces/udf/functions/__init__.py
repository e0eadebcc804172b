"""The functions themselves: one registry, their arguments, their answers."""
