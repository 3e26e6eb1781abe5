"""The files and texts of strangers: bytes that become checked columns or rows, each fault told in words."""
