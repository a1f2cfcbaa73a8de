"""The case tables: model and code lists, reading files, checking."""

from routes.cases.model import Fault, Tables, TablesError

__all__ = ["Fault", "Tables", "TablesError"]
