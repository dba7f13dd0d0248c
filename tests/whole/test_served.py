"""`medcheck serve` as a whole: the dashboard and the service on one address, and what every response tells."""

import asyncio
import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from email.message import Message

import pytest
from asking import ask
from browsing import ROOT, free_port, served

from medcheck.api.headers import SecurityHeaders, policy
from medcheck.api.prompt import NoDelay

HELD = "Secretamycin"


def get(address: str, path: str, body: object = None, **headers: str) -> tuple[int, Message, bytes]:
    data = None if body is None else json.dumps(body).encode()
    sent = urllib.request.Request(f"{address}{path}", data, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(sent, timeout=30) as told:
            return told.status, told.headers, told.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_the_dashboard_and_the_service_answer_on_one_address(address: str) -> None:
    told = [get(address, path) for path in ("/", "/healthz", "/api/openapi.json", "/cds-services", "/_stcore/health")]
    assert [status for status, _, _ in told] == [200] * 5
    assert b"<title>Streamlit</title>" in told[0][2]
    assert json.loads(told[1][2])["status"] == "ok"
    assert get(address, "/api/match", {"entries": "Zocor"})[2] == ask("POST", "/api/match", {"entries": "Zocor"}).body


def test_what_the_service_does_not_have_is_not_answered_by_the_dashboard(address: str) -> None:
    paths = ("/api", "/api/x", "/api/check/", "/cds-services/x", "/cds-services/")
    assert [(get(address, path)[0], get(address, path)[1]["Content-Type"]) for path in paths] == [
        (404, "application/problem+json")
    ] * len(paths)


PAGES = ("/", "/explore", "/healthz", "/api/drugs", "/api/x", "/cds-services", "//x", "/media/x", "/_stcore/health")


@pytest.mark.parametrize("path", PAGES)
def test_every_response_is_guarded_and_kept_nowhere(address: str, path: str) -> None:
    _, headers, _ = get(address, path)
    assert {name: headers.get_all(name) for name in ("Cache-Control", "X-Content-Type-Options", "Referrer-Policy",
                                                     "X-Frame-Options")} == {
        "Cache-Control": ["no-store"], "X-Content-Type-Options": ["nosniff"], "Referrer-Policy": ["no-referrer"],
        "X-Frame-Options": ["DENY"],
    }  # fmt: skip
    (directives,) = headers.get_all("Content-Security-Policy")
    assert {"default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"} <= set(directives.split("; "))
    scripts = next(one for one in directives.split("; ") if one.startswith("script-src"))
    assert ("unsafe" in scripts, scripts.count("sha256-")) == (False, 3)


def test_files_that_never_change_may_be_kept(address: str) -> None:
    page = get(address, "/")[2].decode()
    script = page.partition('src="./static/js/')[2].partition('"')[0]
    _, headers, _ = get(address, f"/static/js/{script}")
    assert headers["Cache-Control"] == "public, immutable, max-age=31536000"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_inline_script_is_allowed_by_its_content_alone() -> None:
    allowed = "script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    assert allowed in policy("<p>x</p><script>alert(1)</script><script src='x.js'></script>").split("; ")
    assert "script-src 'self'" in policy("<p>no script</p>").split("; ")


def test_a_header_of_ours_stands_once() -> None:
    async def other(scope, receive, send):
        headers = [(b"X-Frame-Options", b"SAMEORIGIN"), (b"Cache-Control", b"no-cache"), (b"Etag", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    told = ask("GET", "/", service=SecurityHeaders(other, "default-src 'none'"))
    assert told.headers == {
        "etag": "1", "content-security-policy": "default-src 'none'", "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer", "x-frame-options": "DENY", "cache-control": "no-store",
    }  # fmt: skip


def test_the_rate_is_held_and_the_log_has_nothing_of_what_was_sent(tmp_path) -> None:
    port, log = free_port(), tmp_path / "log"
    options = ["--port", str(port), "--rate", "1", "--log"]
    with log.open("w") as file:
        for address in served(["medcheck.cli", "serve", *options], port, file):
            told = [get(address, "/api/match", {"entries": HELD})[0] for _ in range(3)]
            get(address, f"/api/drugs?q={HELD}")
            get(address, f"/{HELD}?q={HELD}")
    assert told == [200, 200, 429]
    assert "POST /api/match 429" in log.read_text()
    assert HELD not in log.read_text()


class Cycle:
    """What a server hands on: where to receive from, with the connection behind it."""

    def __init__(self, connection: socket.socket | None) -> None:
        self.connection = connection
        self.transport = self

    def get_extra_info(self, name: str) -> socket.socket | None:
        return {"socket": self.connection}.get(name)

    async def receive(self) -> dict:
        return {"type": "http.request"}


async def answer_nothing(scope, receive, send) -> None:
    assert await receive() == {"type": "http.request"}


def test_small_answers_leave_without_waiting_for_the_other_side() -> None:
    with socket.socket() as connection:
        asyncio.run(NoDelay(answer_nothing)({}, Cycle(connection).receive, None))
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_server_that_shows_no_connection_is_served_as_well() -> None:
    async def receive() -> dict:
        return {"type": "http.request"}

    asyncio.run(NoDelay(answer_nothing)({}, receive, None))
    asyncio.run(NoDelay(answer_nothing)({}, Cycle(None).receive, None))


BROKEN = (
    b"",
    b"\x00\xff" * 100,
    b"GET / HTTP/9.9\r\n\r\n",
    b"BREW@ /api/match HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /api/drugs?q=\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /api/match HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
    b"POST /api/match HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n{}",
    b"POST /api/match HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n",
    b"GET /_stcore/stream HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
)


def test_broken_requests_and_dropped_connections_leave_the_service_well(tmp_path) -> None:
    port, log = free_port(), tmp_path / "log"
    with log.open("w") as file:
        for address in served(["medcheck.cli", "serve", "--port", str(port)], port, file):
            for sent in BROKEN:
                with socket.create_connection(("127.0.0.1", port), timeout=10) as dropped:
                    dropped.sendall(sent)
            assert get(address, "/api/match", {"entries": "Zocor"})[0] == 200
            assert get(address, "/")[0] == 200
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("rate", ["-1", "nan", "fast", "1e9"])
def test_a_rate_that_is_none_is_refused(rate: str) -> None:
    done = subprocess.run([sys.executable, "-m", "medcheck.cli", "serve", f"--rate={rate}"], cwd=ROOT,
                          capture_output=True, text=True, timeout=60)  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--rate" in done.stderr


def test_the_command_line_starts_without_the_service() -> None:
    code = "import sys, medcheck.cli; print({'jsonschema', 'starlette', 'medcheck.api'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout == "set()\n"
