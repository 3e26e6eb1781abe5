"""The live parts of a page: charts that stay alive, the timeline, the sequence editor."""
