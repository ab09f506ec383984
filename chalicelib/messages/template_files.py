"""How template files are read: sandboxed, strict, and escaped by what they become."""

from __future__ import annotations

from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from chalicelib.messages.plain_text import apart

_MARKUP = (".mjml.j2", ".html.j2")


def environment(templates: Path) -> ImmutableSandboxedEnvironment:
    """Return the Jinja2 environment over one directory of templates.

    A name that a template does not get is an error, never an empty place in a mail. Whatever goes
    into ``*.mjml.j2`` and ``*.html.j2`` is escaped; plain text and subjects are not. The sandbox
    is there for merchants' own templates, which must not reach into the process. The filter
    ``apart`` is for plain text that mixes directions.
    """
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates),
        autoescape=_becomes_markup,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["apart"] = apart
    return made


def _becomes_markup(name: str | None) -> bool:
    """Tell whether a template's output is read as markup; a template without a name is."""
    return name is None or name.endswith(_MARKUP)
