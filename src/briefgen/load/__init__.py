"""Load: files become located values, located values become a brief, an audience, a theme; the only reader of the disk."""
