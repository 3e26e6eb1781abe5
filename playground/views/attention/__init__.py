"""The views of an encoder and a decoder: what is said, where it looks, and whether that matters."""
