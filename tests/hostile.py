"""Texts that try to be more than text, and a valid folder of tables full of them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from routes.cases.model import TABLE_NAMES

BUNDLED = Path(__file__).resolve().parents[1] / "data" / "cases"

HOSTILE: Final = (
    # for templates
    "{{7*7}}",
    "{{ self.__init__.__globals__ }} {{7*7}}",
    "{% raw %}{{7*7}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{# gone #} kept",
    "{0} {name} %s %(x)s $name ${7*7}",
    # for HTML
    "<script>window.pwned=1</script>",
    '<img src=x onerror="window.pwned=1">',
    "</script><script>window.pwned=1</script>",
    "</style><svg onload=window.pwned=1>",
    "</textarea></title><iframe srcdoc='<script>parent.pwned=1</script>'>",
    '"><b onmouseover=window.pwned=1 style="position:fixed;inset:0">over</b>',
    "<style>*{display:none!important}</style>",
    "<!-- <!--> ]]> &lt;i&gt; &#x3c;u&#x3e; &amp;",
    # for JavaScript
    "`${window.pwned=1}` ${7*7}",
    "';window.pwned=1;// \\",
    "\\u003cimg src=x onerror=window.pwned=1\\u003e \\n \\",
    "__proto__ constructor __DATA__ __MANIFEST__",
    # for Markdown
    "![seen](https://evil.example/seen.png)",
    "[here](javascript:window.pwned=1) [there][1]",
    "**bold** _slanted_ ~~struck~~ `code` # head",
    "# heading",
    "- item",
    "1. item",
    "> quoted",
    "| a | b |",
    ":material/home: :smile: :red[x] :red-background[y] :blue-badge[z]",
    "$latex^2$ $$\\frac{7}{7}$$",
    "https://evil.example/auto www.evil.example someone@evil.example",
    "<https://evil.example/angle>",
    "a -> b <- c -- d >= e <= f ~= g",
    # for terminals and spreadsheets
    "\x1b[31mred\x1b[0m \x07 \x08\x08 \x01\x1f\x7f \x85 \x9b31m",
    "[bold red]rich[/] [/nope] [link=https://evil.example]x[/link]",
    '=HYPERLINK("https://evil.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    # for readers
    "first\u2028second\u2029third",
    "\u202eedispu\u202c \u2066in\u2069 \u200bnone\u200b \ufeffmark",
    "line one\nline two\ttab",
    "Z\u0335\u0321\u0334a\u0336\u0353l\u0337\u0353g\u0338o 👩‍👩‍👧 𝕱",
    "w" * 100_000,
    "long words " * 9_000,
)

ADDRESSES: Final = (
    "javascript:window.pwned=1",
    "JaVaScRiPt:window.pwned=1",
    "https://evil.example/{{7*7}}",
    'https://evil.example/"onmouseover="window.pwned=1',
    "https://evil.example/<script>window.pwned=1</script>",
    "http://[::1",
    "https://[evil",
    "http://",
    "https://evil.example:port/",
    "https://\u202eevil.example",
    "data:text/html,<script>window.pwned=1</script>",
    "//evil.example/x",
    "https://evil.example/ javascript:window.pwned=1",
    "https://evil.example/" + "a" * 100_000,
    "https://good.example/report?id=7&lang=es#top",
)

FREE_TEXT: Final[dict[str, tuple[str, ...]]] = {
    "sources": ("publisher", "title", "language", "note"),
    "cases": (
        *("name", "authority", "summary_es", "summary_en"),
        *("identity_note_es", "identity_note_en", "note_es", "note_en"),
    ),
    "stops": ("note_es", "note_en"),
    "events": ("note_es", "note_en"),
    "figures": ("note_es", "note_en"),
}
"""Columns that may hold any text."""

_IDS: Final = ("case_id", "source_id", "identity_inferred")


def write_hostile(folder: Path, *, copies: int = 3) -> None:
    """Write the public cases several times over, with a hostile text in every free cell.

    The codes, places, dates and numbers stay, so flows and panels are those of the public
    cases; every text of `HOSTILE` stands at least once in each column of cases and sources.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLE_NAMES:
        with (BUNDLED / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            known = list(csv.DictReader(file))
        rows = [_copy(row, copy) for copy in range(copies) for row in known]
        for number, row in enumerate(rows):
            for place, column in enumerate(FREE_TEXT[table]):
                row[column] = HOSTILE[(number + place * 7) % len(HOSTILE)]
            if "url" in row:
                row["url"] = ADDRESSES[number % len(ADDRESSES)]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)


def _copy(row: dict[str, str], copy: int) -> dict[str, str]:
    if copy == 0:
        return dict(row)
    found = dict(row)
    for column in _IDS:
        if found.get(column):
            ids = found[column].split(";")
            found[column] = ";".join(f"{each}.{copy}" for each in ids)
    return found
