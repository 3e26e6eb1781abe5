"""Pictures of several runs side by side."""
