"""Our errors, and how others' are named."""

from botocore.exceptions import ReadTimeoutError

from chalicelib.errors import named
from tests.fakes.aws import answered


def test_an_error_is_named_without_its_text() -> None:
    assert named(answered("AccessDeniedException", "of ann@example.com")) == "AccessDeniedException"
    late = ReadTimeoutError(endpoint_url="https://aws.example/ann@example.com")
    assert named(late) == "ReadTimeoutError"
    assert named(ValueError("ann@example.com")) == "ValueError"
