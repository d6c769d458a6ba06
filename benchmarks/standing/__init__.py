"""What standing crawlers and turns between machines cost."""
