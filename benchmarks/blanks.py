"""Whether the lines ever vanish while a map changes: the browser's frames, one by one."""

from __future__ import annotations

import base64
import io
import itertools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Page

REDDER = 40
"""How much more red than green and blue a pixel of a line has (of 255); no base map is so red."""

LEAST_SHARE = 0.2
"""With fewer pixels of lines than this share of the fullest frame, the map is blank."""


def blank_seconds(page: Page, change: Callable[[], object], box: Mapping[str, float]) -> float:
    """Make a change while every frame of the page is recorded.

    Recording costs time of its own, so what is recorded is not what is timed.

    Parameters
    ----------
    box : mapping of str to float
        ``x``, ``y``, ``width`` and ``height`` of the map on the page, in pixels.

    Returns
    -------
    float
        Seconds during which the frames showed no lines.
    """
    session = page.context.new_cdp_session(page)
    frames: list[tuple[float, bytes]] = []

    def note(event: dict[str, Any]) -> None:
        frames.append((event["metadata"]["timestamp"], base64.b64decode(event["data"])))
        session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.on("Page.screencastFrame", note)
    session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
    change()
    session.send("Page.stopScreencast")
    session.detach()
    times = [at for at, _ in frames]
    lasting = [after - at for at, after in itertools.pairwise(times)]
    drawn = [red_share(_cropped(data, page, box)) for _, data in frames]
    least = LEAST_SHARE * max(drawn, default=0.0)
    return sum(seconds for seconds, share in zip(lasting, drawn, strict=False) if share < least)


def red_share(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> float:
    """Return the share of pixels of a picture (rows × columns × 3) that belong to lines."""
    red, green, blue = np.moveaxis(picture.astype(np.int16), -1, 0)
    return float(np.mean(red - np.maximum(green, blue) > REDDER))


def _cropped(
    data: bytes, page: Page, box: Mapping[str, float]
) -> np.ndarray[Any, np.dtype[np.uint8]]:
    image = Image.open(io.BytesIO(data)).convert("RGB")
    size = page.viewport_size
    assert size is not None
    scale = image.width / size["width"]
    left, top = box["x"] * scale, box["y"] * scale
    right, bottom = left + box["width"] * scale, top + box["height"] * scale
    return np.asarray(image.crop((int(left), int(top), int(right), int(bottom))))
