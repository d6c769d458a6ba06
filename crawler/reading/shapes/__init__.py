"""One module per way in which a CMS hides its lists from a plain reader of HTML.

`shape.py` says what they find; `door.py` is what the rest of the crawler calls.
"""
