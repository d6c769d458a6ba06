"""What is demanded: the rule library, the packs, and the typed, strict way to read them.

Knows no snapshot and no check: a rule names its check and leaves its parameters as text.
"""
