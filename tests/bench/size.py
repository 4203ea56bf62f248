"""What a customer's browser downloads before it can identify a tree, in Brotli: the shop's page, engine and model."""
import json
import pathlib
import re
import subprocess
import urllib.request

from samples import ROOT
from table import Row

WEB = ROOT / "build" / "web"
COUNTED = {".html": "HTML", ".js": "JavaScript", ".wasm": "WebAssembly"}
BOUND_KB = 150


def release_files():
    """The files of the shop's release, as its service worker lists them."""
    script = (WEB / "sw.js").read_text()
    release = json.loads(json.loads(re.search(r'"\{\\"name\\":.*?\]\}"', script)[0]))
    return ["index.html" if name == "/" else name.removeprefix("/") for name in release["files"]] + ["sw.js"]


def brotli_bytes(name):
    encoded = WEB / f"{name}.br"
    return (encoded if encoded.is_file() else WEB / name).stat().st_size


def download_model(url):
    """Returns the bytes as they cross the network to a browser, and whether they are in Brotli."""
    request = urllib.request.Request(url + "/models/production", headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read(), answer.headers["Content-Encoding"] == "br"


def compress(content):
    return subprocess.run(["brotli", "--best", "--stdout"], check=True, capture_output=True, input=content).stdout


def measure(url):
    """Needs a server whose default model is in production."""
    sizes = {name: 0 for name in (*COUNTED.values(), "styles, fonts, icons, texts")}
    for name in release_files():
        sizes[COUNTED.get(pathlib.PurePath(name).suffix, "styles, fonts, icons, texts")] += brotli_bytes(name)
    sent, is_brotli = download_model(url)
    sizes["model"] = len(sent if is_brotli else compress(sent))
    rows = [Row(f"size, {name}", size / 1000, "KB") for name, size in sizes.items()]
    counted = sum(size for name, size in sizes.items() if name in (*COUNTED.values(), "model")) / 1000
    return [
        *rows,
        Row("size, model as the server sends it", len(sent) / 1000, "KB"),
        Row("size, HTML, JavaScript, WebAssembly and model", counted, "KB", bound=BOUND_KB),
    ]
