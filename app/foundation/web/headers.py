"""The headers of every response: what a page may load, and that nobody caches it."""

from flask import Flask, Response, current_app, request

from app.foundation.web.filters import asset_version

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Add these headers to every response."""
    app.after_request(_carry)


def _carry(response: Response) -> Response:
    response.headers.update(ALWAYS)
    if seconds := current_app.config.get("HSTS_SECONDS"):
        response.headers["Strict-Transport-Security"] = f"max-age={seconds}"
    if request.endpoint == "static":
        return _kept_by_browsers(response)
    # Papers and people's names are in nearly everything else, so no browser or proxy keeps it,
    # unless the view itself has said how long it may.
    response.headers.setdefault("Cache-Control", "no-store")
    response.vary.add("Cookie")
    return response


def _kept_by_browsers(response: Response) -> Response:
    """Let browsers keep a static file for good if it was asked for by its version."""
    version = request.args.get("v")
    if version is None or response.status_code not in (200, 304):
        return response
    if version == asset_version((request.view_args or {})["filename"]):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
