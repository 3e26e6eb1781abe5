"""Pictures of a search in several settings."""
