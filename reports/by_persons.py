"""What persons have added to an audit, in words: exceptions they granted, verdicts that are theirs."""

from __future__ import annotations

from checker.results import Attested, Waived
from reports.language import Language
from reports.visible import clip

_MOST = 600
_HASH = 16


def waived_told(waived: Waived | None, t: Language) -> str:
    """That something is waived, why, by whom and until when; "" where it is not."""
    if waived is None:
        return ""
    reason, approver = clip(waived.reason, _MOST, t), clip(waived.approver, _MOST, t)
    if waived.expires is None:
        return t("已豁免：{reason}（{approver}批准）", reason=reason, approver=approver)
    return t(
        "已豁免：{reason}（{approver}批准，到 {day} 为止）",
        reason=reason,
        approver=approver,
        day=clip(waived.expires, _MOST, t),
    )


def attested_told(attested: Attested | None, t: Language) -> str:
    """That a verdict is a person's: who, when, on what grounds; "" where it is the machine's."""
    if attested is None:
        return ""
    who, day = clip(attested.who, _MOST, t), clip(attested.at, _MOST, t)
    parts = [t("人工认定：{who}，{day}", who=who, day=day), clip(attested.note, _MOST, t)]
    if attested.evidence:
        parts.append(
            t(
                "证据 {file}（SHA-256 {digest}…）",
                file=clip(attested.evidence.rpartition("/")[2], _MOST, t),
                digest=clip(attested.evidence_sha256[:_HASH], _MOST, t),
            )
        )
    if attested.expires:
        parts.append(t("有效到 {day}", day=clip(attested.expires, _MOST, t)))
    return t.series(part for part in parts if part)
