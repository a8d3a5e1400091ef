"""The panel for the force's website: one script that turns a plain link into a button with the 999 line."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue

from web.services import services

routes = Blueprint("embed", __name__)


@routes.get("/embed.js")
def script() -> ResponseReturnValue:
    """The only thing of ours that another site may load. It asks for nothing and tells nobody anything."""
    library = services().library
    keys = ("title", "text", "button", "urgent", "call")
    words = {key: library.text("embed", key, g.language) for key in keys}
    return Response(render_template("embed.js", words=words), mimetype="text/javascript")
