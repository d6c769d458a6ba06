"""Renders a template as one self-contained page: no outside resource, and a policy by hash.

The page may use nothing but its own style sheets and scripts, which are files of ours in `templates/`.
Every value is made visible and escaped by the environment, whatever the template forgets; only what was
made `Markup` on purpose is not.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment
from markupsafe import Markup

from reports.html import environment
from reports.language import Language


def render_page(
    template: str, styles: Sequence[str], scripts: Sequence[str], t: Language, **values: object
) -> str:
    """The page of a template in a language; equal arguments give equal text.

    The template finds its texts under `styles`, `scripts` and its content security policy under
    `policy`, beside the values.
    """
    css, js = [_asset(name) for name in styles], [_asset(name) for name in scripts]
    policy = (
        f"default-src 'none'; style-src {_sources(css)}; script-src {_sources(js)}; "
        "base-uri 'none'; form-action 'none'"
    )
    # Our own files, never anything from an audit: with `policy` the only text that is not escaped.
    texts = {"styles": [Markup(text) for text in css], "scripts": [Markup(text) for text in js]}  # noqa: S704
    return environment(t).get_template(template).render(values | texts | {"policy": policy})


def render_text(template: str, t: Language, **values: object) -> str:
    """The text of a template in a language: values made visible, and no markup to escape for."""
    return _plain(t).get_template(template).render(values)


@cache
def _plain(t: Language) -> Environment:
    return environment(t).overlay(autoescape=False)


def _sources(texts: Sequence[str]) -> str:
    return " ".join(f"'sha256-{_hash(text)}'" for text in texts) or "'none'"


@cache
def _asset(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
