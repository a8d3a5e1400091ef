"""Pages to read: each answer at an address of its own, and the pages about this service.

Each can be asked for by a form, too: then it keeps the chat that it was opened from.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue

from bot.knowledge import Library
from bot.knowledge.figures import draw
from bot.knowledge.reading import DATA
from bot.knowledge.references import ReplyRef
from bot.knowledge.replies import Reply, contact_cards, publications, render, safety
from bot.knowledge.topics import Topic
from web.door import MAX_TEXT
from web.problems import Problem
from web.services import services
from web.thread import thread_of_request
from web.turns import safety_card

routes = Blueprint("pages", __name__)

GET_OR_FORM = ("GET", "POST")
WORDS = {
    "/using-this-page-safely": "pages/safe_use.html",
    "/privacy": "pages/privacy.html",
    "/cookies": "pages/cookies.html",
    "/accessibility": "pages/accessibility.html",
    "/ended": "ended.html",
}


@routes.route("/information", methods=GET_OR_FORM)
def index() -> ResponseReturnValue:
    """All answers, by theme; and those that fit the words of a search, which come by a form alone."""
    words = request.form.get("words", "").strip()
    danger: list[Reply] = []
    found: list[Topic] = []
    if words:
        refusal = services().limits.refusal(None)
        # People say what they are afraid of wherever they can type.
        reading = services().door.read(words, not refusal)
        if topic := reading.possible_danger:
            under_18 = reading.under_18 or thread_of_request().is_under_18
            danger = safety_card(services().library, topic, g.language, under_18)
        elif refusal:
            raise refusal
        found = [] if refusal else services().search.find(words[:MAX_TEXT])
    return render_template(
        "information.html",
        words=words,
        danger=danger,
        found=found,
        themes=[(theme, _readable(services().library, theme)) for theme in services().library.pages.themes],
    )


@routes.route("/information/<address>", methods=GET_OR_FORM)
def information(address: str) -> ResponseReturnValue:
    """One answer, as a page."""
    library = services().library
    topic = next((t for t in library.topics.values() if t.address == address and t.is_readable), None)
    if topic is None:
        raise Problem("not_found")
    return topic_page(topic)


def topic_page(topic: Topic, thanks_for: str | None = None) -> str:
    """The page of one answer; with thanks where somebody said whether it was useful."""
    library = services().library
    if topic.is_safety:
        shown = safety(library, topic.id, g.language, thread_of_request().is_under_18)
        replies = [reply.copy(update={"choices": []}) for reply in shown]
    else:
        replies = [render(library, ReplyRef(kind=topic.kind, topic=topic.id), g.language)]
    following = [t for t in map(library.topics.__getitem__, topic.following) if t.is_readable]
    return render_template(
        "topic.html", topic=topic, replies=replies, following=following, thanks_for=thanks_for
    )


@routes.get("/figures/<name>")
def figure(name: str) -> ResponseReturnValue:
    """A drawing that belongs to an answer."""
    library = services().library
    if name not in library.figures:
        raise Problem("not_found")
    return Response(draw(library.figures[name], library.force, g.language), mimetype="image/svg+xml")


@routes.get("/logo")
def logo() -> ResponseReturnValue:
    """The force's logo."""
    if name := services().library.force.logo:
        return send_from_directory(DATA / "forces" / "logos", name)
    raise Problem("not_found")


@routes.route("/contacts", methods=GET_OR_FORM)
def contacts() -> ResponseReturnValue:
    """Everyone who can help, by who they are for."""
    library = services().library
    groups = [
        (group.id, contact_cards(library, library.contacts_named(group.contacts)))
        for group in library.pages.contacts
    ]
    return render_template("pages/contacts.html", groups=groups)


@routes.route("/about", methods=GET_OR_FORM)
def about() -> ResponseReturnValue:
    """How it works, who runs it, how well it understands, and what it rests on."""
    library = services().library
    return render_template(
        "pages/about.html",
        measured=library.pages.measured,
        publications=publications(library),
        written_on=min(topic.evidence_date for topic in library.topics.values()),
        review_by=min(topic.review_by for topic in library.topics.values()),
    )


def _readable(library: Library, folder: str) -> list[Topic]:
    """The topics of a folder that have a page; the most urgent first."""
    found = [t for t in library.topics.values() if t.is_readable and t.folder == folder]
    urgent = list(library.routes)
    return sorted(found, key=lambda t: urgent.index(t.id) if t.id in urgent else len(urgent))


def _words(template: str):
    return lambda: render_template(template)


for _address, _template in WORDS.items():
    routes.add_url_rule(
        _address, endpoint=_address.strip("/"), view_func=_words(_template), methods=GET_OR_FORM
    )
