"""What only officials know and record: spot checks, and enforcement and organising acts.

Nothing here is overwritten. A correction withdraws the row and writes a new one that says which it replaces.
"""
