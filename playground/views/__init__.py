"""Views: from the reading of a network at one step to what a page shows of it. Drawn by workers."""
