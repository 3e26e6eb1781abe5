"""Pictures of attention, and of what it is good for."""
