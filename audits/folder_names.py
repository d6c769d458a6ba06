"""What stands in the folder of an audit, by name."""

SNAPSHOT = "snapshot"
