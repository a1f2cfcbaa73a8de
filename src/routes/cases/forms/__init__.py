"""The forms that can be imported: what a file says, and the spreadsheets to say it in."""

from routes.cases.forms.neutral import neutral, plain
from routes.cases.forms.rejected import rejected
from routes.cases.forms.template import quick_template, template
from routes.cases.forms.understanding import understand

__all__ = ["neutral", "plain", "quick_template", "rejected", "template", "understand"]
