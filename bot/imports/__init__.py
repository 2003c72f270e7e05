"""Bulk set-up from tables: all or nothing, with every fault named by row and column."""
