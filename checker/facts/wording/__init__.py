"""Wrong words and near-misses of fixed phrases in running text, found in one pass over it.

What is right stands in lists (`rules/wording/`).  A hit is a place to look at with a suggestion: whether
it counts as a fault is for a check and a person.
"""
