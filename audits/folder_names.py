"""What stands in the folder of an audit, by name."""

RESULTS, SNAPSHOT = "audit.json", "snapshot"
