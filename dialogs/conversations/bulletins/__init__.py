"""Bulletins: officials write them and see who has read; enterprises read, and answer a short checklist."""
