"""Replies in the words of data/: from a reference to what the person reads."""

from __future__ import annotations

from bot.knowledge.contacts import Contact, Way
from bot.knowledge.enquiry import choice_label, handover_text, question_text, shortcut, way_on
from bot.knowledge.library import Library
from bot.knowledge.path import PREFIX, TOPIC, Question
from bot.knowledge.references import ReplyRef
from bot.knowledge.reply import Choice, ContactCard, Figure, Reply, SourceLine, Table
from bot.knowledge.topics import Paragraph, Topic

EMERGENCY = ("emergency_999", "childline", "nspcc", "police_101")
# Contacts whose web address is the force's own, and where its profile has it.
FORCE_PAGES = {
    "police_online": "online_report",
    "front_counter": "front_counter",
    "press_office": "press_office",
    "foi": "foi",
    "police_complaints": "complaints",
}


def render(library: Library, ref: ReplyRef, language: str = "en", under_18: bool = False) -> Reply:
    """The reply that `ref` stands for. Raises KeyError for a topic that data/ does not have."""
    if ref.topic is None:
        return service_problem(library, language)
    if ref.kind == "question":
        return _question(library, ref, language)
    topic = library.topic_in(ref.topic, language)
    spoken = _language_of(library, ref, language)
    paragraphs = topic.steps if ref.part == "steps" else [*topic.answer, *topic.more]
    contacts = [] if ref.part == "steps" else library.contacts_of(topic.id, under_18)
    return Reply(
        kind=ref.kind,
        topic=topic.id,
        lang=spoken,
        text=_fill(library, _text(library, topic, ref, spoken), spoken),
        contacts=contact_cards(library, contacts),
        sources=[] if ref.part == "repeat" else source_lines(library, paragraphs),
        choices=[_choice(library, choice, language) for choice in ref.choices],
        figure=_figure(topic) if ref.kind == "answer" else None,
        table=_table(topic) if ref.kind == "answer" else None,
        page=topic.page if ref.kind == "answer" else None,
        link=way_on(library, language) if ref.kind == "handover" else None,
    )


def _language_of(library: Library, ref: ReplyRef, language: str) -> str:
    """The language that a reply is in: English where its words are not there in the one wished for."""
    if ref.kind == "clarify" or ref.part == "second_miss":
        there = library.has_text("replies", "clarify" if ref.kind == "clarify" else ref.part, language)
    elif ref.kind == "handover":
        there = "handover" in library.strings.get(language, {})
    else:
        there = library.has_topic(ref.topic, language)
    return language if there else "en"


def safety(library: Library, topic: str, language: str = "en", under_18: bool = False) -> list[Reply]:
    """A safety topic's replies straight from data/, for when no dialogue engine can be asked."""
    choices = library.topics[topic].next
    return [render(library, ref, language, under_18) for ref in safety_references(library, topic, choices)]


def safety_references(library: Library, topic: str, choices: list[str]) -> list[ReplyRef]:
    """The card, and what to do as a second reply where the topic has steps."""
    card = ReplyRef(kind="safety", topic=topic, choices=choices)
    if not library.topics[topic].steps:
        return [card]
    return [card.copy(update={"choices": []}), card.copy(update={"part": "steps"})]


def way_out_references(library: Library, choice: str | None, no_form: bool = False) -> list[ReplyRef]:
    """What a choice of the guided path leads to in place of the next question; empty if it leads on."""
    way_out = library.path.way_out(choice)
    if way_out is None:
        return []
    topic = library.topics[way_out.topic]
    hidden = "scheme." if no_form else TOPIC
    choices = [way_out.onward, *(name for name in topic.following if not name.startswith(hidden))]
    if topic.is_safety:
        return safety_references(library, topic.id, choices)
    return [ReplyRef(kind=topic.kind, topic=topic.id, choices=choices)]


def service_problem(library: Library, language: str = "en", reason: str = "service_problem") -> Reply:
    """What is said when no answer can be given; the person always gets the emergency contacts."""
    return Reply(
        kind="fallback",
        topic=None,
        lang=language if library.has_text("replies", reason, language) else "en",
        text=library.text("replies", reason, language),
        contacts=emergency_contacts(library),
    )


def emergency_contacts(library: Library) -> list[ContactCard]:
    return contact_cards(library, [library.contacts[contact] for contact in EMERGENCY])


def contact_cards(library: Library, contacts: list[Contact]) -> list[ContactCard]:
    """Contacts with every way to reach them; hours unknown are said to be unknown."""
    return [
        ContactCard(
            id=contact.id,
            name=contact.name,
            whom=". ".join(filter(None, [contact.whom.rstrip("."), contact.confidentiality])),
            ways=[*_force_page(library, contact.id), *contact.ways_in(library.force.nation)],
            confirmed_on=contact.confirmed_on,
        )
        for contact in contacts
    ]


def _force_page(library: Library, contact: str) -> list[Way]:
    url = getattr(library.force, FORCE_PAGES[contact]).url if contact in FORCE_PAGES else None
    return [Way(kind="web", value=url, label=f"{library.force.name} website")] if url else []


def source_lines(library: Library, paragraphs: list[Paragraph] | list[Question]) -> list[SourceLine]:
    """Each source once: founding documents by their standing, public pages as they are.

    A source that is not official is evidence for us and shown only where there is no other.
    """
    lines: dict[tuple[str, str], SourceLine] = {}
    for reference in (ref for paragraph in paragraphs for ref in paragraph.rests_on):
        if found := library.passage(reference):
            document, passage = found
            line = SourceLine(
                id=document.document,
                title=document.title,
                publisher=document.publisher,
                published=document.published,
                status=passage.status,
            )
        else:
            source = library.sources[reference]
            line = SourceLine(
                **source.dict(include={"id", "title", "publisher", "published"}),
                status=source.stands,
                url=source.url if source.official else None,
            )
        lines.setdefault((line.id, line.status), line)
    shown = list(lines.values())
    publishable = [line for line in shown if line.id in library.documents or line.url]
    return publishable or shown


def publications(library: Library) -> list[SourceLine]:
    """Every publication with a public page that the answers rest on, by publisher and title."""
    lines = {
        line.url: line
        for topic in library.topics.values()
        for line in source_lines(library, topic.paragraphs)
        if line.url
    }
    return sorted(lines.values(), key=lambda line: (line.publisher, line.title))


def _figure(topic: Topic) -> Figure | None:
    return topic.figure and Figure(href=f"/figures/{topic.figure.file}", alt=topic.figure.alt)


def _table(topic: Topic) -> Table | None:
    return topic.table and Table(**topic.table.dict(include={"caption", "columns", "rows"}))


def _question(library: Library, ref: ReplyRef, language: str) -> Reply:
    """A question of the guided path. Raises KeyError for one that data/ does not have."""
    question = library.path.questions[ref.part]
    spoken = language if library.has_text("path", question.id, language) else "en"
    return Reply(
        kind=ref.kind,
        topic=ref.topic,
        lang=spoken,
        text=_fill(library, question_text(library, question.id, spoken), spoken),
        contacts=contact_cards(library, library.contacts_named(question.contacts)),
        sources=source_lines(library, [question]),
        choices=[_choice(library, choice, language) for choice in ref.choices],
        link=shortcut(library, language) if question.id == next(iter(library.path.questions)) else None,
    )


def _text(library: Library, topic: Topic, ref: ReplyRef, language: str) -> str:
    """The reply's paragraphs, with the fixed line of its kind."""
    if ref.part == "steps":
        return _paragraphs(topic.steps)
    if ref.kind == "handover":
        return handover_text(library, language)
    if ref.kind == "safety":
        lead = topic.repeat if ref.part == "repeat" else _paragraphs(topic.answer)
        return f"{lead}\n\n{library.text('replies', 'fixed_line', language)}"
    if ref.kind == "clarify" or ref.part == "second_miss":
        lead = library.text("replies", "clarify" if ref.kind == "clarify" else ref.part, language)
        return f"{lead}\n\n{library.text('replies', 'urgent_line', language)}"
    return _paragraphs([*topic.answer, *topic.more])


def _paragraphs(paragraphs: list[Paragraph]) -> str:
    return "\n\n".join(paragraph.text for paragraph in paragraphs)


def _fill(library: Library, text: str, language: str) -> str:
    return text.format_map(library.placeholders(language))


def _choice(library: Library, choice: str, language: str) -> Choice:
    """A choice button; its id is the topic it opens, or an answer of the guided path."""
    if choice.startswith(PREFIX):
        return Choice(id=choice, label=choice_label(library, choice, language))
    return Choice(id=choice, label=library.topic_in(choice, language).label, topic=choice)
