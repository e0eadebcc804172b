"""Processes, cluster, lock and resume."""
