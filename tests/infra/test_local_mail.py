"""The local cloud's mail log may be read at any time."""

import json
from pathlib import Path

from infra.local.mail import read_mail


def test_a_mail_that_is_being_written_is_not_read_yet(tmp_path: Path) -> None:
    log = tmp_path / "mail.jsonl"
    assert read_mail(log) == []
    line = json.dumps({"message_id": "m-1", "sent_at": 1.5, "request": {"Content": {}}})
    log.write_text(line + "\n" + line[:20], "utf-8")
    assert [mail.message_id for mail in read_mail(log)] == ["m-1"]
