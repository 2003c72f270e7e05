"""The record: tables, unit of work, inbox and outbox, media, audit trail, migrations.

The only room that imports SQLAlchemy. Reads and writes are plain functions of (unit of work, …), grouped in one
file per noun; every read carries its scope, every state change is compare-and-set with its audit row.
"""
