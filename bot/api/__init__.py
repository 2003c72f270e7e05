"""The interface for other systems, /api/v1: they read ledger, forms and figures, and enter enterprises and hazards."""
