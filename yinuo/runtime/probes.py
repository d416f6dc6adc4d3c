"""Small questions to our own parts: does it answer?"""

import http.client
import socket
from pathlib import Path
from urllib.parse import urlsplit


def port(number: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", number)) == 0


def unix(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as one:
        one.settimeout(1)
        return one.connect_ex(str(path)) == 0


def healthy(address: str) -> bool:
    """Whether the one port answers, through to the pages. With a domain, TLS is asked for by its name."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    host = parts.hostname or "localhost"
    asked = kind("127.0.0.1" if host == "localhost" else host, parts.port, timeout=3)
    try:
        asked.request("GET", "/healthz", headers={"Host": parts.netloc})
        return asked.getresponse().status in {200, 503}
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
