"""Channels: each turns its platform's messages into ours and ours into its platform's, and knows nothing else."""
