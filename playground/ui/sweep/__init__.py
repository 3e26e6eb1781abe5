"""The page that searches: many runs of one experiment, and which setting is best."""
