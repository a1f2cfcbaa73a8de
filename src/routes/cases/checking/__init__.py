"""Checking tables: rules of columns, of rows, of what they say together; all faults at once."""

from routes.cases.checking.reasons import reasons
from routes.cases.checking.verdict import check

__all__ = ["check", "reasons"]
