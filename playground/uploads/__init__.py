"""What strangers send: bytes that become checked columns or rows, each fault told in words."""
