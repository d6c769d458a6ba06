"""Shows the results of an audit: one module per output, all read `checker.results` alone.

Nothing here judges, fetches or looks at the clock: the same results give the same bytes.
"""

from reports.writing import FORMATS, ReportError, write, write_whole

__all__ = ["FORMATS", "ReportError", "write", "write_whole"]
