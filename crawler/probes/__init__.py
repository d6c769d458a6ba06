"""Network measurements of a portal.  They state what was measured; the checker judges."""
