"""The report as an e-mail: a subject that says it all, a short body twice, attachments within a limit.

It builds the message; to whom and when it is sent, and sending it, is not done here.  Places where
personal data stand are left out of the body and of what is attached.  Equal arguments give equal bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import css_inline

from checker.results import AuditResult
from reports.formats import FORMATS, Asked
from reports.frame import asset, render_page, render_text
from reports.mail_limits import ATTACHED, MOST_BYTES
from reports.mail_view import mail_view
from reports.visible import visible
from reports.withheld import comparison_for_mail, for_mail

_TYPES = {
    "html": ("text", "html"),
    "md": ("text", "markdown"),
    "csv": ("text", "csv"),
    "json": ("application", "json"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
_UNKNOWN = ("application", "octet-stream")


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes into a message: `left_out` names attachments that were too large together."""

    subject: str
    text: str
    html: str
    attachments: Mapping[str, bytes]
    left_out: tuple[str, ...]


def letter(
    result: AuditResult,
    asked: Asked,
    *,
    formats: Sequence[str] = ATTACHED,
    most_bytes: int = MOST_BYTES,
) -> Letter:
    """The letter about an audit, with its reports in these formats as attachments.

    Attachments are added in the order of `formats` as long as all of them stay under `most_bytes`
    (before encoding, which adds a third).  Raises ComparisonError for earlier audits of another site.
    """
    compared = asked.compared(result)
    comparison = comparison_for_mail(compared, asked.t) if compared else None
    sent = for_mail(result, asked.t)
    as_made = sent is result and comparison is compared and not asked.archived
    # Evidence pages do not travel along.
    alone = replace(asked, archived={}, comparison=comparison)
    kept: dict[str, bytes] = {}
    left_out: list[str] = []
    for name in dict.fromkeys(formats):
        ready = asked.made.get(name) if as_made else None
        for path, content in (ready or FORMATS[name].make(sent, alone)).items():
            if sum(map(len, kept.values())) + len(content) <= most_bytes:
                kept[path] = content
            else:
                left_out.append(path)
    view = mail_view(sent, comparison, asked.t)
    values: dict[str, Any] = {
        "mail": view,
        "attached": tuple(kept),
        "left_out": tuple(left_out),
    }
    page = render_page("mail.html", asked.t, style=asset("mail.css"), **values)
    return Letter(
        subject=view.subject,
        text=render_text("mail.txt", asked.t, **values),
        # Mail programs read styles only where they stand on the element itself.
        html=css_inline.inline(page, load_remote_stylesheets=False),
        attachments=kept,
        left_out=tuple(left_out),
    )


def message(about: Letter, *, headers: Mapping[str, str] | None = None) -> EmailMessage:
    """The message of a letter; `headers` (From, To, Date, Message-ID …) are the sender's.

    Raises ValueError for a header with a line break.
    """
    built = EmailMessage(policy=SMTP)
    for name, value in (headers or {}).items():
        built[name] = value
    built["Subject"] = about.subject
    built["Auto-Submitted"] = "auto-generated"
    built.set_content(about.text, cte="base64")
    built.add_alternative(about.html, subtype="html", cte="base64")
    for path, content in about.attachments.items():
        main, sub = _TYPES.get(path.rpartition(".")[2], _UNKNOWN)
        built.add_attachment(
            content, maintype=main, subtype=sub, filename=visible(path).replace("/", "_")
        )
    _fix_boundaries(built, hashlib.sha256((about.subject + about.html).encode()).hexdigest())
    return built


def _fix_boundaries(built: EmailMessage, seed: str) -> None:
    """Give each multipart a boundary of its own: a random one would make every build another."""
    for number, part in enumerate(built.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{seed[:40]}")


def made(result: AuditResult, asked: Asked) -> bytes:
    """The letter as a draft: mail programs open it ready to be addressed and sent."""
    return message(letter(result, asked), headers={"X-Unsent": "1"}).as_bytes()
