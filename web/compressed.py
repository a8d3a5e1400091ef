"""Sends compressed what is the same for everybody: style sheet, scripts, icon.

Pages are sent as they are. They may hold a key, and the length of what is compressed can tell of it (BREACH).
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

SAME_FOR_ALL = ("static", "embed.script")


def compress_static(app: Flask) -> None:
    """From now on, for every browser that takes it; each file is compressed once."""

    @app.after_request
    def _compress(response: Response) -> Response:
        if request.endpoint not in SAME_FOR_ALL or response.status_code != 200:
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") > 0:
            response.direct_passthrough = False
            response.set_data(_compressed(response.get_data()))
            response.content_encoding = "gzip"
            if tag := response.get_etag()[0]:
                response.set_etag(tag, weak=True)  # the same content, not the same bytes
        return response


@lru_cache(maxsize=8)
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
