""""Was this useful?": yes or no to an answer, counted by its topic. Nothing else is kept."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from web.chat import chat_again
from web.pages import topic_page
from web.problems import Problem
from web.services import services
from web.thread import thread_of_request

routes = Blueprint("useful", __name__)


@routes.post("/useful")
def was_it_useful() -> ResponseReturnValue:
    """Counts, and thanks where the answer stands: in the chat, or on the page of the answer."""
    topic = services().library.topics.get(request.form.get("about", ""))
    said = request.form.get("useful")
    if topic is None or topic.kind != "answer" or said not in ("yes", "no"):
        raise Problem("malformed")
    services().limits.count(None)
    services().records.events.count_opinion(topic.id, said == "yes")
    if request.headers.get("X-Signpost-Part") == "thanks":
        return render_template("parts/thanks.html")
    if thread_of_request().conversation and request.form.get("where") == "/":
        return chat_again(thanks_for=topic.id)
    return topic_page(topic, thanks_for=topic.id)
