"""The page of pairs: what the decoder says, where it looks, and whether that matters."""
