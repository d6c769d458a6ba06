"""The inspector's desk: the command line and what it runs.  Imports everything; nobody imports it."""
