"""The law of the screens' HTML: what goes in as text comes out as that text and no more."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pages.parts.markup import data, element, link, plain, shown, to_html
from tests.hostile import ADDRESSES, HOSTILE

ANY = st.text(max_size=300) | st.sampled_from(HOSTILE[:-2])
UNHURRIED = settings(deadline=None)

TAGS = st.sampled_from(["p", "div", "td", "h2", "bdi", "small", "li"])
TREES = st.recursive(
    ANY,
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)),
    max_leaves=12,
)
Tree = str | tuple[str, list["Tree"]]


class Reader(HTMLParser):
    """What a browser finds in a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.other: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.other.append(data)


def built(tree: Tree) -> ET.Element | str:
    return tree if isinstance(tree, str) else element(tree[0], *map(built, tree[1]))


def texts(tree: Tree) -> str:
    return shown(tree, most=6_000) if isinstance(tree, str) else "".join(map(texts, tree[1]))


def tags(tree: Tree) -> list[str]:
    if isinstance(tree, str):
        return []
    return [tree[0], *(tag for child in tree[1] for tag in tags(child))]


@UNHURRIED
@given(TREES)
def test_text_never_becomes_markup(tree: Tree) -> None:
    """Parsing what was written gives back the same elements and the same text."""
    found = Reader(to_html(element("section", built(tree))))
    assert found.tags == ["section", *tags(tree)]
    assert found.text == texts(tree)
    assert not found.attributes
    assert not found.other


@UNHURRIED
@given(ANY)
def test_an_attribute_holds_its_text(text: str) -> None:
    """Quotes, brackets and ampersands stay inside the value."""
    clean = shown(text)
    found = Reader(to_html(element("p", title=clean)))
    assert found.attributes == [("title", clean)]
    assert (found.tags, found.text) == (["p"], "")


@UNHURRIED
@given(ANY)
def test_what_is_written_can_be_sent(text: str) -> None:
    """No lone surrogate and no NUL is left, so that UTF-8 and the browser take it."""
    markup = to_html(element("p", data(text)))
    assert markup.encode()
    assert "\x00" not in markup


@UNHURRIED
@given(ANY | st.sampled_from(ADDRESSES), ANY)
@example("https://evil.example/\" onmouseover='x'", "x")
@example("http://[::1", "x")
def test_only_a_web_address_becomes_a_link(url: str, label: str) -> None:
    """A link leads to http or https and nowhere else; its label is text in any case."""
    found = Reader(to_html(link(url, label)))
    assert found.text == shown(label, most=6_000)
    if found.tags == ["a"]:
        given_ = dict(found.attributes)
        assert given_["href"] == url
        assert url.split(":", 1)[0].lower() in {"http", "https"}
        assert given_["rel"] == "noopener noreferrer"
    else:
        assert found.tags == ["span"]
        assert not found.attributes


@pytest.mark.parametrize(
    "url",
    [
        "https://www.fiscalia.gov.co/colombia/en/2020/12/15/a-b-c?x=1&y=[2]#top",
        "http://example.org",
        "HTTPS://Example.ORG:8443/%C3%B1",
    ],
)
def test_common_addresses_are_links(url: str) -> None:
    assert Reader(to_html(link(url, "x"))).tags == ["a"]


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@UNHURRIED
@given(ANY)
@example("1. one")
@example("- one\n- two")
@example("# one\n===")
@example("    code")
@example("&lt;b&gt; &#60; \\")
def test_a_label_is_not_markdown(text: str) -> None:
    """Rendered as Markdown, a label is one paragraph with the very text in it."""
    label = plain(text)
    found = Reader(MARKDOWN.render(label).strip())
    wanted = " ".join(shown(text).split())
    assert found.text == wanted
    assert found.tags == (["p"] if wanted else [])


@UNHURRIED
@given(st.text(min_size=600, max_size=700), st.integers(min_value=1, max_value=600))
def test_text_is_cut_at_its_longest(text: str, most: int) -> None:
    """No longer than asked, and an ellipsis says that there was more."""
    cut = shown(text, most=most)
    assert len(cut) == most
    assert cut.endswith("…")
