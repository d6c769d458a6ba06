"""`gongkai facts`: what was understood of one page, gathered, and shown as text and as JSON."""
