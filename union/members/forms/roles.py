"""What administrators fill in about roles."""

from uuid import UUID

from union.members.forms.people import Reason
from union.members.models import Role


class NewRole(Reason):
    """A role for somebody, in a branch and all below it."""

    role: Role
    branch_id: UUID
