"""What every page is sent with."""

from __future__ import annotations

from flask import Blueprint
from flask import Response


def policy(media: str = "'self'") -> str:
    """No page of ours needs anything from elsewhere, or may be framed. `media`: where sounds may come from."""
    return (
        f"default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; media-src {media}; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


PAGE_HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def secure(response: Response) -> Response:
    """Add what the page does not set more strictly itself."""
    for name, value in PAGE_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def secured(pages: Blueprint) -> Blueprint:
    """Send every page of a blueprint with security headers."""
    pages.after_request(secure)
    return pages
