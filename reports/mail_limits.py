"""What is attached to a letter unless somebody says otherwise."""

ATTACHED = ("html", "xlsx")
MOST_BYTES = 10_000_000
