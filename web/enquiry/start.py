"""Before the form begins: what to know, and the answers of the guided path, given there or here."""

from __future__ import annotations

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from web.enquiry import advice, visit
from web.enquiry.fields import Choice
from web.enquiry.form import Answers, Confirm, Page
from web.enquiry.handover import LANGUAGES
from web.enquiry.questions import address_of
from web.enquiry.rules import needed
from web.enquiry.steps import STEPS, first_incomplete
from web.enquiry.views import page, routes
from web.enquiry.visit import NoDraft, Visit
from web.enquiry.words import Words
from web.leave import end_conversation
from web.services import services

AGREED = "agreed"  # in the triage: the answers of the chat are to be used


class FirstQuestions(Page):
    """The questions of the guided path that the form cannot do without."""

    section = "triage"

    immediate_danger = Choice("yes no not_sure", needed)
    request_purpose = Choice("ask_about_person report_abuse partner_risk job_check something_else", needed)
    knows_specific_person = Choice("yes no not_sure", needed)
    knows_specific_child = Choice("yes no not_sure", needed)

    def __init__(self, words: Words, *args: object) -> None:
        super().__init__(words, *args)
        for field in self.questions():
            field.label.text = words.asked(field.short_name)


class Agree(Page):
    """Whether what was answered in the chat is right."""

    section = "triage"

    is_right = Choice("yes no", needed)


@routes.get("/start")
def start() -> ResponseReturnValue:
    """What to know before it begins. No cookie is set and nothing kept before something is sent."""
    open_visit = _open_visit()
    if open_visit and AGREED in open_visit.draft.triage:
        return _under_way(open_visit)
    return _show(open_visit)


@routes.post("/start")
def begin() -> ResponseReturnValue:
    """From the chat with a one-time token, or by the button of the page itself."""
    # There may be no cookie to rely on yet. Browsers say where a post comes from: no other site is heard.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return redirect(url_for("enquiry.start"), code=303)
    if is_from_chat := "token" in request.form:
        services().limits.count(None)  # before all else: who is told to wait can come again from the chat
        _end_chat()
    open_visit = _open_visit()
    if open_visit and AGREED in open_visit.draft.triage:
        if is_from_chat:
            return _under_way(open_visit, request.form["token"])
        return redirect(url_for("enquiry.start"), code=303)
    if is_from_chat:
        return _begin_from_chat(request.form["token"]) or redirect(url_for("enquiry.start"), code=303)
    if open_visit and _is_told(open_visit):
        return _agree(open_visit)
    return _first_answers(open_visit)


@routes.post("/anew")
def anew() -> ResponseReturnValue:
    """Erase the enquiry that is under way, to begin another; with what a later chat asked, if one did."""
    open_visit = visit.current()
    response = redirect(url_for("enquiry.start"), code=303)
    if not Confirm(open_visit.words, request.form, None, open_visit.key).validate():
        return response
    visit.erase()
    return _begin_from_chat(request.form.get("later", "")) or visit.take_cookie(response)


@routes.get("/advice/start")
def advise_first() -> ResponseReturnValue:
    """Help and other ways, for the first answers; then the way on."""
    open_visit = visit.current()
    replies = advice.of_triage(services(), open_visit.words, open_visit.draft.triage)
    return page("enquiry/advice.html", open_visit, replies=replies, onward=_where_it_was(open_visit))


def _end_chat() -> None:
    """The chat ends where the way into the form is taken, whatever the form then has of it: what leads back
    to its answers must not outlive a fast way out."""
    if conversation := request.form.get("conversation"):
        end_conversation(conversation)


def _begin_from_chat(token: str) -> Response | None:
    """With what was chosen there. None without a record that still holds: the form then asks for itself."""
    record = services().handovers.redeem(token)
    if record is None:
        return None
    g.language = LANGUAGES[record.language]
    response = redirect(url_for("enquiry.start"), code=303)
    key = visit.begin(str(record.handoff_id), g.language, dict(record.triage))
    return visit.give_cookie(response, key)


def _under_way(open_visit: Visit, later: str = "") -> ResponseReturnValue:
    """An enquiry is open. `later` is the token of a chat that came after it began."""
    form = Confirm(open_visit.words, None, None, open_visit.key)
    onward = _where_it_was(open_visit)
    return page("enquiry/under_way.html", open_visit, form=form, onward=onward, later=later)


def _first_answers(open_visit: Visit | None) -> ResponseReturnValue:
    """Begin with what was answered here."""
    words = _words(open_visit)
    questions = FirstQuestions(words, request.form, None, open_visit and open_visit.key)
    if not questions.validate():
        return _show(open_visit, questions)
    triage = {**questions.answers(), AGREED: "yes"}
    response = redirect(_onward(words, triage), code=303)
    if open_visit:
        visit.keep(open_visit, _as_they_are, triage)
        return response
    services().limits.count(None)
    return visit.give_cookie(response, visit.begin(None, g.language, triage))


def _agree(open_visit: Visit) -> ResponseReturnValue:
    """Use what was answered in the chat, or ask again here."""
    question = Agree(open_visit.words, request.form, None, open_visit.key)
    if not question.validate():
        return _show(open_visit, question)
    is_right = question.answers()["is_right"] == "yes"
    triage = {**open_visit.draft.triage, AGREED: "yes"} if is_right else {}
    visit.keep(open_visit, _as_they_are, triage)
    address = _onward(open_visit.words, triage) if is_right else url_for("enquiry.start")
    return redirect(address, code=303)


def _as_they_are(answers: Answers) -> Answers:
    return answers


def _onward(words: Words, triage: dict[str, str]) -> str:
    if advice.of_triage(services(), words, triage):
        return url_for("enquiry.advise_first")
    return url_for("enquiry.question", name=STEPS[0].name)


def _where_it_was(open_visit: Visit) -> str:
    """The first page that is not complete yet, or the check."""
    missing = first_incomplete(open_visit.words, open_visit.draft.answers)
    return address_of(missing) if missing else url_for("enquiry.check")


def _open_visit() -> Visit | None:
    try:
        return visit.current()
    except NoDraft:
        return None


def _is_told(open_visit: Visit) -> bool:
    """Whether the chat has asked all that has to be asked first."""
    return all(field.short_name in open_visit.draft.triage for field in FirstQuestions(open_visit.words))


def _words(open_visit: Visit | None) -> Words:
    return open_visit.words if open_visit else Words(services().library, g.language)


def _show(open_visit: Visit | None, form: Page | None = None) -> ResponseReturnValue:
    words, key = _words(open_visit), open_visit and open_visit.key
    triage = open_visit.draft.triage if open_visit and _is_told(open_visit) else {}
    if form is None:
        form = (Agree if triage else FirstQuestions)(words, None, None, key)
    told = [(words.asked(name), words.get(f"{name}.{answer}")) for name, answer in triage.items()]
    return page("enquiry/start.html", open_visit, form=form, told=told)
