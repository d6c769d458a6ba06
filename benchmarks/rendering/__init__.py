"""What drawing script-only pages costs."""
