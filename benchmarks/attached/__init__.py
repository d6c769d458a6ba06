"""How long attached files, tables and scans for personal data take."""
