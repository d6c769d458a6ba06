"""How the tables came to be what they are, step by step.  A step that was ever released is never changed."""
