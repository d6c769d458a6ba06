"""What it takes a browser to open the report of a large audit."""
