"""Python programs that are peers: each in a virtual environment of its own, at a pinned version."""
import subprocess
import sys

from samples import ROOT

PACKAGES = {
    "fasttrackml": ("fasttrackml==0.6.0",),
    "scoring": ("fastapi==0.116.1", "uvicorn==0.35.0", "uvloop==0.21.0", "httptools==0.6.4", "onnxruntime==1.22.1",
                "numpy==2.2.6"),
}


def programs(name):
    """The folder of a peer's programs; installs what is missing."""
    folder, packages = ROOT / "build" / "bench" / f"{name}-python", PACKAGES[name]
    installed = folder / ".installed"
    if not installed.exists() or installed.read_text() != " ".join(packages):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", "--disable-pip-version-check", *packages], check=True)
        installed.write_text(" ".join(packages))
    return folder / "bin"
