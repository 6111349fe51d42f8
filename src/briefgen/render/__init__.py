"""Backends: bytes from resolved documents."""
