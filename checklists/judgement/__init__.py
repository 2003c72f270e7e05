"""The judge: from words to whether a hazard is likely a major one, which clause says so, why, and how sure."""
