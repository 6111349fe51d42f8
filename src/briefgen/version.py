"""The program's version. The package's metadata take it from here; asking them for it takes as long as a page."""

__version__ = "0.1.0"
