"""The portal spider: which URLs to ask for, in which order, and what to record of the answers."""
