"""A merchant's own templates: kept in their sandbox, and told what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.errors import SetupError
from chalicelib.messages.model import Rendered
from chalicelib.messages.rendering import SUBJECT_LIMIT, Renderer
from tests.messages.reminders import reminder

MJML = "<mjml><mj-body><mj-section></mj-section></mj-body></mjml>"


def rendered(templates: Path, subject: str = "x", mjml: str = MJML, text: str = "x") -> Rendered:
    (templates / "email").mkdir()
    for kind, content in (("subject", subject), ("mjml", mjml), ("txt", text)):
        (templates / "email" / f"own.{kind}.j2").write_text(content, encoding="utf-8")
    return Renderer(templates).reminder(reminder(template="own"))


def test_a_subject_of_several_lines_becomes_one(tmp_path: Path) -> None:
    assert rendered(tmp_path, subject="Your\r\n{{ shop_name }}\n").subject == "Your Fern & Field"


def test_a_subject_has_a_limit(tmp_path: Path) -> None:
    subject = rendered(tmp_path, subject="x" * 1_000).subject
    assert subject == "x" * (SUBJECT_LIMIT - 1) + "…"


@pytest.mark.parametrize(
    "mistake",
    ["{{ shopper.email }}", "{{ no_such_name }}", "{% if %}", "{{ lines.append(1) }}",
     "{{ ''.__class__.__mro__ }}", "{% include 'email/none.txt.j2' %}"],
)  # fmt: skip
def test_a_mistake_in_a_template_is_a_setup_error(tmp_path: Path, mistake: str) -> None:
    with pytest.raises(SetupError, match="e-mail template 'own'"):
        rendered(tmp_path, text=mistake)


def test_what_is_not_mjml_is_a_setup_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="e-mail template 'own'"):
        rendered(tmp_path, mjml="<mjml><mj-body></mjml>")
