"""The door to LibreOffice: an extension whose functions ask a worker, and what it is built from."""
