"""An exported file in a window without network."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page


@dataclass
class Sight:
    """A window without network: its page, what it asked for, what it complained of."""

    context: BrowserContext
    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: Path, asked: str = "") -> Page:
        """Open a file, with what stands behind the # in its address."""
        self.page.goto("about:blank")
        self.page.goto(path.as_uri() + asked)
        self.page.wait_for_selector("html[data-ready]")
        self.requests = [each for each in self.requests if not each.startswith(path.as_uri())]
        return self.page


def look(browser: Browser, *, width: int, height: int, **options: object) -> Sight:
    """Open a window of a size, and write down what its page asks for and complains of."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        offline=True,
        **options,  # type: ignore[arg-type]
    )
    sight = Sight(context, context.new_page())
    sight.page.on("request", lambda request: sight.requests.append(request.url))
    sight.page.on("console", lambda message: sight.complaints.append(message.text))
    sight.page.on("pageerror", lambda error: sight.complaints.append(str(error)))
    sight.page.on("dialog", lambda dialog: sight.complaints.append(dialog.message))
    return sight
