"""What a crawl of an almost unchanged portal costs, compared with its first crawl."""
