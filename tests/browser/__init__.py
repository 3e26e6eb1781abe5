"""A package, so that its browser and its servers end with its last test: tests of other folders have event
loops of their own, and Playwright's would be in their way."""
