"""`gongkai crawl` of many home pages into one folder: their list, the crawls, and how they come on."""
