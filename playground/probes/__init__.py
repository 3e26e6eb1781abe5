"""Readings of a model at one step: tensors in, numpy out."""
