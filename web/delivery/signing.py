"""Signs what is sent, so that the receiver knows that it comes from us, unchanged and just now."""

from __future__ import annotations

import hashlib
import hmac


def keys_of(setting: str) -> list[tuple[str, bytes]]:
    """Ids and secrets from "id:secret id:secret". The first signs; the receiver knows them all."""
    pairs = (pair.partition(":") for pair in setting.split())
    return [(key_id, secret.encode()) for key_id, _, secret in pairs]


def headers(submission_id: str, body: bytes, key: tuple[str, bytes], timestamp: int) -> dict[str, str]:
    """The headers of a delivery. `timestamp` in seconds since 1970; receivers refuse 5 minutes' skew."""
    key_id, secret = key
    return {
        "Content-Type": "application/json",
        "Idempotency-Key": submission_id,
        "X-Timestamp": str(timestamp),
        "X-Key-Id": key_id,
        "X-Signature": "v1=" + signature(secret, str(timestamp), body),
    }


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 of "<timestamp>.<body>", in hexadecimal."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
