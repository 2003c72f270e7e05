"""What the clock looks at: reads for many people and enterprises at once, each within a scope."""
