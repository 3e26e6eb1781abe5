"""Data that a learner brings: a sequence, rows of texts, a table."""
