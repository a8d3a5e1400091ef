"""The question pages: each keeps its answers and leads to the next, or back to the check."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.knowledge.replies import Reply
from web.enquiry import advice, steps, visit
from web.enquiry.form import Answers, Confirm, Page
from web.enquiry.steps import MOST_CHILDREN, OF_A_CHILD, Place
from web.enquiry.views import page, routes
from web.enquiry.visit import Visit
from web.enquiry.words import Words
from web.problems import Problem
from web.services import services
from web.store.errors import Unavailable


@routes.get("/<name>")
@routes.get("/<name>/<int:child>")
def question(name: str, child: int | None = None) -> ResponseReturnValue:
    """A page with what is known already."""
    open_visit = visit.current()
    place = _place(open_visit.words, name, child, open_visit.draft.answers)
    form = place.form(open_visit.words, open_visit.draft.answers, key=open_visit.key)
    return _show(open_visit, place, form)


@routes.post("/<name>")
@routes.post("/<name>/<int:child>")
def answer(name: str, child: int | None = None) -> ResponseReturnValue:
    """Keep the answers; or show the page again, with all that was typed."""
    try:
        open_visit = visit.current()
    except Unavailable:
        open_visit = visit.unread()
        return _not_kept(open_visit, _place(open_visit.words, name, child, None))
    place = _place(open_visit.words, name, child, open_visit.draft.answers)
    form = place.form(open_visit.words, open_visit.draft.answers, request.form, open_visit.key)
    if not form.validate():
        return _show_again(open_visit, place, form)
    try:
        answers = visit.keep(open_visit, lambda kept: place.keep(kept, form))
    except Unavailable:
        return _not_kept(open_visit, place)
    if advice.of_place(services(), open_visit.words, place, answers):
        return redirect(url_for("enquiry.advise", name=name, child=child), code=303)
    if request.form.get("then") == "another":
        return redirect(address_of(Place(OF_A_CHILD[0], len(answers["children"]) + 1)), code=303)
    return redirect(onward(open_visit, place, answers), code=303)


@routes.get("/advice/<name>")
@routes.get("/advice/<name>/<int:child>")
def advise(name: str, child: int | None = None) -> ResponseReturnValue:
    """Help and other ways, for what was just answered; then the way on."""
    open_visit = visit.current()
    answers = open_visit.draft.answers
    place = _place(open_visit.words, name, child, answers)
    return page(
        "enquiry/advice.html",
        open_visit,
        replies=advice.of_place(services(), open_visit.words, place, answers),
        onward=onward(open_visit, place, answers),
        back=address_of(place),
    )


@routes.get("/remove/<int:child>")
def ask_to_remove(child: int) -> ResponseReturnValue:
    """Ask before anything about a child is erased."""
    open_visit = visit.current()
    _place(open_visit.words, OF_A_CHILD[0].name, child, open_visit.draft.answers)
    form = Confirm(open_visit.words, None, None, open_visit.key)
    return page("enquiry/remove.html", open_visit, form=form, child=child)


@routes.post("/remove/<int:child>")
def remove(child: int) -> ResponseReturnValue:
    open_visit = visit.current()
    form = Confirm(open_visit.words, request.form, None, open_visit.key)
    if not form.validate():
        return page("enquiry/remove.html", open_visit, form=form, child=child)
    asked = open_visit.draft.answers
    # Only of the answers that this visit has seen: a second click at once would take the next child away.
    visit.keep(open_visit, lambda kept: steps.without_child(kept, child) if kept == asked else kept)
    return redirect(url_for("enquiry.check"), code=303)


def onward(open_visit: Visit, place: Place, answers: dict) -> str:
    """The address after a page: the next one, or the check once nothing is missing any more."""
    following = steps.after(open_visit.words, place, answers)
    if following is None or not steps.first_incomplete(open_visit.words, answers):
        return url_for("enquiry.check")
    return address_of(following)


def address_of(place: Place) -> str:
    return url_for("enquiry.question", name=place.step.name, child=place.child)


def _not_kept(open_visit: Visit, place: Place) -> ResponseReturnValue:
    """The store is away: what was typed stands on the page, to be sent again."""
    form = place.form(open_visit.words, open_visit.draft.answers, request.form, open_visit.key)
    form.problems = [{"text": open_visit.words["error.not_kept"], "href": "#continue"}]
    return _show_again(open_visit, place, form), 503


def _place(words: Words, name: str, child: int | None, answers: Answers | None) -> Place:
    place = steps.find(words, name, child, answers)
    if place is None:
        raise Problem("not_found")
    return place


def _show_again(open_visit: Visit, place: Place, form: Page) -> ResponseReturnValue:
    """The page with what was typed and could not be kept. Danger in it is answered all the same."""
    return _show(open_visit, place, form, advice.of_danger(services(), open_visit.words, form))


def _show(
    open_visit: Visit, place: Place, form: Page, replies: Sequence[Reply] = ()
) -> ResponseReturnValue:
    answers = open_visit.draft.answers
    preceding = steps.before(open_visit.words, place, answers)
    is_complete = steps.first_incomplete(open_visit.words, answers) is None
    if is_complete:
        back = url_for("enquiry.check")
    else:
        back = address_of(preceding) if preceding else url_for("enquiry.start")
    count = len(answers.get("children", ()))
    is_last_child = place.step is OF_A_CHILD[-1] and (place.child or 0) >= max(count, 1)
    return page(
        "enquiry/question.html",
        open_visit,
        form=form,
        replies=replies,
        place=place,
        number=steps.asked(open_visit.words).index(place.step) + 1,
        back=back,
        children=count,
        may_add_child=is_last_child and (place.child or 0) < MOST_CHILDREN,
    )
