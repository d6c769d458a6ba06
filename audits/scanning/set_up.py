"""What gongkai.yaml says, as scans and mail want it: plans of sites, the workplace, the postbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from audits.asked import check_templates
from audits.desk.setup import ConfiguredSite, Desk
from audits.mailing.addressees import Addressees, Attaching
from audits.mailing.smtp import Postbox
from audits.refused import RefusedError
from audits.scanning.plans import SitePlan, Workplace
from checker.facts.cores import cores
from crawler.reading.urls import home_url
from reports.formats import refusal


def plan_of(site: ConfiguredSite) -> SitePlan:
    """The plan of a configured site."""
    units = {unit.name: unit.contacts for unit in site.units}
    return SitePlan(
        site=site.id,
        name=site.name,
        home=home_url(site.home),
        choices=site.choices,
        addressees=Addressees(recipients=site.recipients, units=units),
    )


def chosen_sites(desk: Desk, named: Sequence[str]) -> tuple[ConfiguredSite, ...]:
    """The sites of these ids, each once.  Raises RefusedError for one that there is not."""
    unknown = [name for name in named if desk.site(name) is None]
    if unknown:
        known = "、".join(site.id for site in desk.sites) or "（还没有网站）"
        raise RefusedError(
            f"{desk.path} 里没有网站 {'、'.join(unknown)}。已有的：{known}。用 gongkai sites list 查看。"
        )
    wanted = frozenset(named)
    return tuple(site for site in desk.sites if site.id in wanted)


def workplace_of(desk: Desk) -> Workplace:
    """Where a desk keeps things, and how much it may do at once.  Raises RefusedError, TemplateError."""
    attaching = None
    if desk.mail is not None:
        if why_not := refusal(desk.mail.attach):
            raise RefusedError(f"mail.attach：{why_not}")
        attaching = Attaching(formats=desk.mail.attach, most_bytes=desk.mail.max_bytes)
        for site in desk.sites:
            check_templates(site.choices, desk.mail.attach)
    return Workplace(
        data=desk.data,
        storage=desk.storage,
        attaching=attaching,
        sites_at_once=desk.limits.sites_at_once,
        processes=min(cores(), desk.limits.sites_at_once),
        advice_in_ledger=desk.advice_in_ledger,
        archive=desk.archive,
    )


def postbox_of(desk: Desk, environment: Mapping[str, str]) -> Postbox:
    """How mail is sent, with the password.  Raises RefusedError where it is not set up, SecretError."""
    mail = desk.mail
    if mail is None:
        raise RefusedError(
            f"{desk.path} 里没有 mail 这一节，不知道怎样发邮件。请照其中的说明填写。"
        )
    secret = mail.password.secret(environment) if mail.password else None
    return Postbox(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        user=mail.user or "",
        password=secret.revealed() if secret else "",
        sender=mail.sender,
        reply_to=mail.reply_to or "",
    )


def plans_of(sites: Iterable[ConfiguredSite]) -> tuple[SitePlan, ...]:
    """The plans of sites.  Raises NotAUrl."""
    return tuple(plan_of(site) for site in sites)
