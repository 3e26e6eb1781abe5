"""What is measured, and how: ratios within one run, so that a busy machine matters less."""
