"""The problems, one file for each or for a few that share their making."""
