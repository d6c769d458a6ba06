"""What it costs to make reports of a large audit."""
