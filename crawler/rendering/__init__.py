"""Drawing script-only pages with a browser that never talks to the network itself.

Needs the extra `gongkai[render]` and a Chromium; without them nothing here is used.  What to draw,
and what to make of it, is the survey's business; what the browser asks for is fetched by the crawl.
"""
