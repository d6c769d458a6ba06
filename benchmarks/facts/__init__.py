"""How long it takes to understand pages."""
