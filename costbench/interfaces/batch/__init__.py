"""Batch scoring: scenarios in, results out. Frames in :mod:`.frames`, files in :mod:`.files`."""
