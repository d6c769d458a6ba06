"""How long an audit takes to the archive and back."""
