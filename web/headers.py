"""The security headers of every response."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'nonce-{nonce}'",
    "style-src": "'self' 'nonce-{nonce}'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    # Browsers hold the redirect that answers the form of /exit against this line, too.
    "form-action": "'self' {elsewhere}",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
TEMPLATE = "; ".join(f"{name} {value}" for name, value in POLICY.items())

# Only names that browsers know: each unknown one is an error in their console.
FEATURES = (
    "accelerometer autoplay camera clipboard-read clipboard-write display-capture "
    "encrypted-media fullscreen gamepad geolocation gyroscope hid idle-detection local-fonts "
    "magnetometer microphone midi payment picture-in-picture publickey-credentials-get "
    "screen-wake-lock serial storage-access sync-xhr usb xr-spatial-tracking"
)

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES.split()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = 31_536_000
AN_HOUR = 3600


def nonce() -> str:
    """The nonce of this response."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    return g.nonce


def add_headers(app: Flask, elsewhere: list[str]) -> None:
    """`elsewhere` are the origins that forms of ours may lead to."""

    @app.after_request
    def _add(response: Response) -> Response:
        response.headers.update(FIXED)
        policy = TEMPLATE.format(nonce=nonce(), elsewhere=" ".join(elsewhere))
        response.headers["Content-Security-Policy"] = policy
        if request.endpoint == "static" and response.status_code in (200, 206, 304):
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        elif request.endpoint == "embed.script" and response.status_code == 200:
            response.headers["Cache-Control"] = f"public, max-age={AN_HOUR}"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # for the force's own website
        else:
            response.headers["Cache-Control"] = "no-store"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
        return response
