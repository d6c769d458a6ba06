"""Asking servers: routes and guard, the download handler, and what an answer or an error means."""
