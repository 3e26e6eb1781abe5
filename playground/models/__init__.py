"""Recurrent networks: torch modules, and what can be said of them without torch."""
