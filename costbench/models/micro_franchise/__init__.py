"""See model.py."""
