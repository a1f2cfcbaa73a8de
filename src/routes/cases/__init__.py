"""The case tables: model and code lists, reading files, checking."""

from routes.cases.model import Fault, Tables, TablesError
from routes.cases.reading import bundled, check_tables, read_tables

__all__ = ["Fault", "Tables", "TablesError", "bundled", "check_tables", "read_tables"]
