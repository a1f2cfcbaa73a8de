"""What is wrong with a field of the form, in the words of the form."""

from __future__ import annotations

from routes.cases.editing import Mark
from routes.text import Text


def rule_text(t: Text, mark: Mark) -> str:
    """Return the rule that a field breaks; the checker's own words may be of rows and columns."""
    own = f"editor.rule.{mark.fault.rule.rpartition('.')[2]}.{mark.table}"
    return t(own) if t.has(own) else mark.fault.rule_text(t)


def fix_text(t: Text, mark: Mark) -> str:
    """Return what to do about a field that breaks a rule."""
    own = f"editor.fix.{mark.fault.rule.rpartition('.')[2]}.{mark.table}"
    return t(own) if t.has(own) else mark.fault.fix_text(t)
