"""What a platform would not send."""

from __future__ import annotations


class Hostile(Exception):
    """A body or signature the platform would not send. Its text is for the log and quotes nothing of it."""
