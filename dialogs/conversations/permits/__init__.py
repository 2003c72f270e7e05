"""Permits for dangerous work: asked for, granted, begun, finished, checked, and shown."""
