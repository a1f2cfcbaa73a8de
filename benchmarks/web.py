"""The peers' web assets: installed from npm, and served from this machine.

Pages of the peers load scripts from several content networks. Their addresses are rewritten to
a local server that answers with the same files from npm packages, so that no network is measured
and none is needed in the browser. Base map styles are answered with an empty style and tiles
with one pale picture, at once: kinder to the peers than any network.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
import subprocess
import tarfile
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).parent
KEPLER_VERSION = "3.3.0-alpha.11"
"""The newest that npm has; keplergl 0.4.0 asks for alpha.18, which was not to be had."""

HOSTS = (
    "api.tiles.mapbox.com",
    "basemaps.cartocdn.com",
    "cdn.jsdelivr.net",
    "cdnjs.cloudflare.com",
    "code.jquery.com",
    "d1a3f4spazzrp4.cloudfront.net",
    "esm.sh",
    "ga.jspm.io",
    "maxcdn.bootstrapcdn.com",
    "netdna.bootstrapcdn.com",
    "tile.openstreetmap.org",
    "unpkg.com",
)

_PACKAGED = (
    (r"cdn\.jsdelivr\.net/npm/@deck\.gl/widgets@[^/]+/(.*)", r"@deck.gl/widgets/\1"),
    (r"cdn\.jsdelivr\.net/npm/((?:@[^/]+/)?[^/@]+)@[^/]+/(.*)", r"\1/\2"),
    (r"cdnjs\.cloudflare\.com/ajax/libs/Leaflet\.awesome-markers/[^/]+/(.*)",
     r"leaflet.awesome-markers/dist/\1"),
    (r"cdnjs\.cloudflare\.com/ajax/libs/d3/[^/]+/(.*)", r"d3/\1"),
    (r"code\.jquery\.com/jquery-[\d.]+\.min\.js", "jquery/dist/jquery.min.js"),
    (r"maxcdn\.bootstrapcdn\.com/bootstrap/3[^/]*/(.*)", r"bootstrap3/dist/\1"),
    (r"maxcdn\.bootstrapcdn\.com/font-awesome/[^/]+/(.*)", r"font-awesome/\1"),
    (r"unpkg\.com/maplibre-gl@\^4/(.*)", r"maplibre-gl-4/\1"),
    (r"unpkg\.com/([^/@]+)@[^/]+/(.*)", r"\1/\2"),
    (r"api\.tiles\.mapbox\.com/mapbox-gl-js/v[^/]+/(.*)", r"mapbox-gl/dist/\1"),
    (r"ga\.jspm\.io/npm:([^/@]+)@[^/]+/(.*)", r"\1/\2"),
)  # fmt: skip
_MODULE = re.compile(r"esm\.sh/([a-z-]+)@[\d.]+(/[a-z-]+)?")
_NAMES = "|".join(map(re.escape, HOSTS))
_HOST = re.compile(rf"https?://(?=(?:{_NAMES})/)")
_ADDRESS = re.compile(rf"https?://(?:{_NAMES})/[^\s\"'<>)\\]*")
_EMPTY_STYLE = b'{"version":8,"sources":{},"layers":[]}'


class Assets:
    """Files by the address they have elsewhere.

    Parameters
    ----------
    folder : pathlib.Path
        Where the packages are kept between runs; filled when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._install()

    def answer(self, address: str) -> tuple[bytes, str]:
        """Return content and type for an address without its scheme, such as ``unpkg.com/…``."""
        name = address.split("?")[0]
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if name.endswith(".json"):
            return _EMPTY_STYLE, "application/json"
        path = self._path(address)
        if path and path.is_file():
            return path.read_bytes(), "text/javascript" if path.suffix == ".js" else kind
        return (_pale_tile(), "image/png") if name.endswith(".png") else (b"", kind)

    def _path(self, address: str) -> Path | None:
        modules = self.folder / "node_modules"
        found = _MODULE.match(address)
        if found:
            name = (found[1] + (found[2] or "")).replace("/", "-")
            return self.folder / "esm" / f"{name}.js"
        if address == "esm.sh/bundle.js":
            return self.folder / "esm" / "bundle.js"
        if "@deck.gl/jupyter-widget@" in address:
            return Path(str(files("pydeck") / "nbextension" / "static" / "index.js"))
        for pattern, target in _PACKAGED:
            match = re.fullmatch(pattern, address.split("?")[0])
            if match:
                return modules / match.expand(target)
        return None

    def _install(self) -> None:
        wanted = (HERE / "web" / "package.json").read_text(encoding="utf-8")
        modules = (HERE / "web" / "modules.mjs").read_text(encoding="utf-8")
        stamp = hashlib.sha256(f"{wanted}{modules}{KEPLER_VERSION}".encode()).hexdigest()
        marker = self.folder / "installed"
        if marker.exists() and marker.read_text(encoding="utf-8") == stamp:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "package.json").write_text(wanted, encoding="utf-8")
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
        self._run("npm", "install", "--legacy-peer-deps", *quiet)
        self._run("npm", "pack", f"kepler.gl@{KEPLER_VERSION}", *quiet)
        self._unpack_kepler()
        self._run("node", str(HERE / "web" / "modules.mjs"), ".", "esm")
        marker.write_text(stamp, encoding="utf-8")

    def _unpack_kepler(self) -> None:
        """Keep the one file of kepler.gl that a page loads; installing it brings over 1 GB."""
        target = self.folder / "node_modules" / "kepler.gl" / "umd"
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(self.folder / f"kepler.gl-{KEPLER_VERSION}.tgz") as packed:
            script = packed.extractfile("package/umd/keplergl.min.js")
            assert script is not None
            (target / "keplergl.min.js").write_bytes(script.read())

    def _run(self, *command: str) -> None:
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)


class Server:
    """Serves pages, and the assets under ``/cdn/<host>/…``, on a free local port."""

    def __init__(self, assets: Assets) -> None:
        self.assets = assets
        self.pages: dict[str, bytes] = {}
        self._kept: dict[str, tuple[bytes, str]] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                content, kind = server.answer(self.path)
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Cache-Control", "max-age=3600")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def answer(self, path: str) -> tuple[bytes, str]:
        """Return content and type of what is asked."""
        if path in self.pages:
            return self.pages[path], "text/html; charset=utf-8"
        if path not in self._kept:
            content, kind = self.assets.answer(path.removeprefix("/cdn/"))
            if kind == "text/javascript":
                content = self.local(content.decode("utf-8")).encode("utf-8")
            self._kept[path] = (content, kind)
        return self._kept[path]

    def publish(self, name: str, html: str) -> str:
        """Serve a page with its addresses made local; return its own address."""
        self.pages[f"/{name}.html"] = self.local(html).encode("utf-8")
        return f"{self.url}/{name}.html"

    def local(self, text: str) -> str:
        """Lead every address of a content network to this server."""
        return _HOST.sub(f"{self.url}/cdn/", text)

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()


def external_addresses(html: str) -> list[str]:
    """Return the distinct addresses of content networks in a page, tiles counted once."""
    return sorted(set(_ADDRESS.findall(html)))


def _pale_tile() -> bytes:
    """Return a 256 × 256 grey PNG."""
    rows = zlib.compress(b"".join(b"\0" + b"\xee" * 256 for _ in range(256)))
    header = (256).to_bytes(4, "big") * 2 + bytes((8, 0, 0, 0, 0))

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
