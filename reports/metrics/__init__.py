"""Named metrics: each official figure has one definition, one query and one drill-down."""
