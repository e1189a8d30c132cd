"""Writes a rendition as a print-ready PDF, from fragments that are laid out alone."""
