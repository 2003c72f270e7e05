"""What only officials know, recorded as conversations, and listed supervision."""
