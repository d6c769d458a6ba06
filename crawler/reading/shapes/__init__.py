"""One module per way in which a CMS hides its links from a plain reader of HTML."""
