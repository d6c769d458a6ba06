"""Crawling a generated portal: CPU, wall and memory a page, ours beside the peers'."""
