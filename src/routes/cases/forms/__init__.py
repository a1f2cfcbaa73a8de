"""The forms that can be imported: what a file says, and the spreadsheets to say it in."""

from routes.cases.forms.neutral import neutral, plain
from routes.cases.forms.understanding import understand

__all__ = ["neutral", "plain", "understand"]
