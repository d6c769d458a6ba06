"""Renders a template as one self-contained page: no outside resource, all escaped, a policy by hash.

The page may use nothing but its own style sheet and its own script, files of ours in `templates/`.  Every
value is made visible and escaped by the environment, whatever the template forgets; only what was made
`Markup` on purpose is not.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from reports.language import CHINESE, Language, marked
from reports.visible import visible


def render_page(
    template: str, t: Language, *, style: str, script: str = "", **values: object
) -> str:
    """The page of a template in a language; equal arguments give equal text.

    `style` and `script` are texts of ours, never anything from an audit that was not spelt out before:
    they are not escaped.  The template finds them under these names, and under `policy` what lets the page
    use them and nothing else.
    """
    policy = f"default-src 'none'; style-src 'sha256-{_hash(style)}'; "
    policy += f"script-src 'sha256-{_hash(script)}'; " if script else ""
    policy += "base-uri 'none'; form-action 'none'"
    ours = {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704 -- as told above
    return environment(t).get_template(template).render(values | ours)


def render_text(template: str, t: Language, **values: object) -> str:
    """The text of a template in a language: values made visible, and no markup to escape for."""
    return _plain(t).get_template(template).render(values)


@cache
def asset(name: str) -> str:
    """A file of `templates/`."""
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def environment(t: Language) -> Environment:
    """Jinja for the templates of this package in a language, escaping on.

    Templates find `t`; `rich`, a sentence whose slots may be their own markup; `original`, a text of
    the results in the language that they are written in; `zh`, the same as an attribute.
    """

    def fit_to_show(value: object) -> object:
        if isinstance(value, str) and not isinstance(value, Markup):
            return visible(value, t)
        return value

    def rich(sentence: str, /, **slots: object) -> Markup:
        # The sentence is one of ours; Markup escapes what is filled in, unless it is markup.
        own = Markup(escape(t.sentence(sentence, **slots)))  # noqa: S704 -- escaped here
        return own.format(**{name: fit_to_show(value) for name, value in slots.items()})

    def original(text: str) -> Markup | str:
        return Markup("<span{}>{}</span>").format(zh, visible(text, t)) if zh else text

    zh = Markup("") if t.code == CHINESE.code else Markup(' lang="{}"').format(CHINESE.code)
    jinja = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        finalize=fit_to_show,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.filters["count"] = t.number
    jinja.globals.update(t=t, rich=rich, original=original, zh=zh, marked=marked)
    return jinja


@cache
def _plain(t: Language) -> Environment:
    return environment(t).overlay(autoescape=False)


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
