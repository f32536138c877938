"""nginx and Apache as anyone has them, started for a folder on a port of their own."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUIRED = "HO21_REQUIRE_HOSTS"
APACHE = """
ServerRoot "{run}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{run}/apache.pid"
DefaultRuntimeDir "{run}"
User www-data
Group www-data
ErrorLog "{run}/error.log"
{modules}
TypesConfig /etc/mime.types
DocumentRoot "{root}"
<Directory "{root}">
    Require all granted
    AllowOverride {allowed}
</Directory>
"""
MODULES = ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "setenvif", "env")


def program(name: str) -> str:
    """Return the path of a server's program; skips the test where there is none."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if not found:
        if REQUIRED in os.environ:
            pytest.fail(f"{name} is missing")
        pytest.skip(f"{name} IS NOT INSTALLED")
    return found


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that a server under another name may read, as those of pytest may not be."""
    with TemporaryDirectory(prefix="ho21-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def free_port() -> int:
    """Return a port that no one listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[int]:
    """Run a server in the foreground until it is no longer wanted; yields its port."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            for _ in range(600):
                with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
                    break
                if process.poll() is not None:
                    told = process.stderr.read().decode() if process.stderr else ""
                    pytest.fail(f"{told}{log.read_text() if log.exists() else ''}")
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.communicate(timeout=60)


@contextmanager
def nginx(config: str, root: Path, run: Path) -> Iterator[int]:
    """Run nginx with a file of conf.d/, its root and its port set as its head says."""
    port = free_port()
    site = config.replace("root /srv/www;", f"root {root};")
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
    assert str(root) in site
    assert str(port) in site
    temporary = "".join(
        f"{name}_temp_path {run}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (run / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {run}/nginx.pid;\nerror_log {run}/error.log;\n"
        f"events {{ }}\nhttp {{\naccess_log off;\n{temporary}\n{site}\n}}\n"
    )
    command = [program("nginx"), "-p", str(run), "-c", str(run / "nginx.conf")]
    with running(command, port, run / "error.log") as found:
        yield found


@contextmanager
def apache(root: Path, run: Path, allowed: str = "FileInfo") -> Iterator[int]:
    """Run Apache over a folder whose .htaccess files may set what is allowed."""
    port, folder = free_port(), "/usr/lib/apache2/modules"
    modules = "\n".join(f"LoadModule {each}_module {folder}/mod_{each}.so" for each in MODULES)
    config = APACHE.format(run=run, port=port, modules=modules, root=root, allowed=allowed)
    (run / "apache.conf").write_text(config)
    command = [program("apache2"), "-X", "-f", str(run / "apache.conf")]
    with running(command, port, run / "error.log") as found:
        yield found


def asked(port: int, path: str, **headers: str) -> tuple[int, str, str, bytes]:
    """Return what a server answers: status, where it leads, media type and body."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        got = line.getresponse()
        kind = (got.getheader("Content-Type") or "").partition(";")[0]
        return got.status, got.getheader("Location") or "", kind, got.read()
