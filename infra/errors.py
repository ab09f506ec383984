"""What can go wrong between a checkout and a running stage, in words for the operator.

::

    SetupError                 (chalicelib.errors) the operator must change something
    ├── PackageError           the artifact could not be built, or would not work
    ├── StackError             CloudFormation refused or rolled back
    ├── DeployError            credentials, region, or ``chalice deploy`` itself
    └── LocalCloudError        the emulator on this machine could not start

Every message is one line that stands alone: what happened, and what to do about it.
"""

from chalicelib.errors import SetupError


class PackageError(SetupError):
    """The artifact could not be built, or would miss something at run time."""


class StackError(SetupError):
    """CloudFormation refused the stack or rolled it back; the message has the first reason."""


class DeployError(SetupError):
    """The account cannot be reached, or Chalice could not deploy."""


class LocalCloudError(SetupError):
    """The emulator could not start, or stopped before it was ready."""
