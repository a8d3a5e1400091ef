"""html-validate and pa11y over every page: `make check-markup`. Needs Node 20.

Not part of `make test`: what they check beyond axe and the strict parser is little, and they need Node.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import requests
from werkzeug.serving import make_server

from tests.browser.site import PAGES, READING
from tests.web.doubles import create_test_app
from tests.web.engine_double import EngineDouble

HERE = Path(__file__).parent
CHAT = {
    "answer": {"text": "topic:scheme.what"},
    "safety": {"choice": "safety.child_self"},
    "clarify": {"text": "kind:clarify"},
    "problem": {"text": ""},
    "back": {"conversation": "k", "topic": "scheme.what", "back": "chat"},
}


def main() -> int:
    """0 where neither finds anything."""
    with EngineDouble() as engine, tempfile.TemporaryDirectory() as folder:
        server = make_server("127.0.0.1", 0, create_test_app(engine), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}"
        addresses = [site + path for path in (*PAGES, "/enquiry/start", "/no-such-page")]
        pages = {address.removeprefix(site): requests.get(address, timeout=10) for address in addresses}
        pages |= {name: requests.post(site, data=sent, timeout=10) for name, sent in CHAT.items()}
        from_a_chat = {"conversation": "k", "topic": "scheme.what", "words": "neighbour"}
        pages |= {f"chat{path}": requests.post(site + path, data=from_a_chat, timeout=10) for path in READING}
        for name, page in pages.items():
            file = name.strip("/").replace("/", "-") or "first"
            Path(folder, f"{file}.html").write_text(page.text)
        validate = ["npx", "html-validate", "--config", "html-validate.json", folder]
        sniff = ["node", "pa11y.cjs", *addresses]
        env = {**os.environ, "NO_PROXY": "127.0.0.1"}
        return max(subprocess.run(command, cwd=HERE, env=env).returncode for command in (validate, sniff))


if __name__ == "__main__":
    sys.exit(main())
