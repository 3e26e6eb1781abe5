"""Training as a pure function: a config and a checkpoint in, the next stretch of film out."""
