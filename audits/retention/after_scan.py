"""What a scan does at its end: throw away what has had its time.  What hinders that hinders no scan."""

from __future__ import annotations

from datetime import datetime

from audits.desk.setup import Desk
from audits.mailing.old_letters import throw_away_letters
from audits.refused import RefusedError
from audits.retention.pruning import prune
from audits.retention.told import all_told, letters_told
from audits.store import open_store
from crawler.snapshot.troubles import reason
from reports.writing import ReportError


def expire(desk: Desk, now: datetime) -> tuple[str, ...]:
    """Throw them away by the desk's rule, and say so in lines (Chinese); raises nothing that can be expected."""
    today = now.astimezone(desk.time_zone).date()
    told, what = [], "快照"
    try:
        with open_store(desk.storage) as store:
            gone = prune(store, desk.data, desk.keep, today=today, at=now, archive=desk.archive)
            told.append(all_told(gone))
            what = "邮件"
            letters = throw_away_letters(
                store, desk.data, desk.keep_letters, now, archive=desk.archive
            )
            told.append(letters_told(letters))
    except (RefusedError, ReportError) as error:
        told.append(f"过期的{what}没有清理：{error}")
    except OSError as error:
        told.append(f"过期的{what}没有清理：{reason(error)}。请检查权限和磁盘。")
    return tuple(filter(None, told))
