"""Documents 文书: reports to sign, promises, notices, circulars and summaries, as PDF and as a file to edit."""
