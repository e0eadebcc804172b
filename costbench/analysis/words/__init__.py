"""A comparison put in words."""
