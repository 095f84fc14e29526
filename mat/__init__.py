"""The smart mat: what it understands, what it plans, what it keeps."""
