"""The register: an office's own cases, and who wrote what when."""

from routes.cases.register.errors import RegisterError
from routes.cases.register.model import CaseVersion, Difference, Entry
from routes.cases.register.register import Register

__all__ = ["CaseVersion", "Difference", "Entry", "Register", "RegisterError"]
