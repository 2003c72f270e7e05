"""Queries that count, and the rows behind each count. A file per kind of thing counted."""
