"""Pages to read: each answer at an address of its own, and the pages about this service."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import render
from bot.knowledge.topics import Topic
from web.problems import Problem
from web.services import services

routes = Blueprint("pages", __name__)

ABOUT = {
    "/using-this-page-safely": "pages/safe_use.html",
    "/privacy": "pages/privacy.html",
    "/accessibility": "pages/accessibility.html",
    "/ended": "ended.html",
}
READABLE = ("answer", "safety")


@routes.get("/information")
def index() -> ResponseReturnValue:
    """All answers, by group."""
    groups: dict[str, list[dict[str, str]]] = {}
    for topic in services().library.topics.values():
        if topic.kind in READABLE:
            folder = topic.id.split(".")[0]
            groups.setdefault(folder, []).append({"title": topic.title, "path": path_of(topic)})
    return render_template(
        "information.html",
        groups=[{"folder": folder, "topics": topics} for folder, topics in groups.items()],
    )


@routes.get("/information/<address>")
def information(address: str) -> ResponseReturnValue:
    """One answer, as a page."""
    library = services().library
    found = (t for t in library.topics.values() if t.address == address and t.kind in READABLE)
    topic = next(found, None)
    if topic is None:
        raise Problem("not_found")
    following = [library.topics[name] for name in topic.next]
    return render_template(
        "topic.html",
        title=topic.title,
        topic=topic,
        reply=render(library, ReplyRef(kind=topic.kind, topic=topic.id), g.language),
        links=[{"label": t.label, "path": path_of(t)} for t in following if t.kind in READABLE],
    )


def path_of(topic: Topic) -> str:
    """The address of a topic's page."""
    return f"/information/{topic.address}"


def _about(template: str):
    return lambda: render_template(template)


for _address, _template in ABOUT.items():
    routes.add_url_rule(_address, endpoint=_address.strip("/"), view_func=_about(_template))
