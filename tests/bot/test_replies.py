"""Which replies stand for what was understood, and which choices come with them."""

import asyncio

import pytest
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.references import ReplyRef
from bot.knowledge.topics import read_topics
from bot.replies import MOST_CHOICES, MOST_EACH, NEAREST, Replies

replies = Replies()
OWN = read_topics()


def understood(topic: str, also: tuple[str, ...] = (), no_form: bool = False, under_18: bool = False,
               by_name: bool = False, **ranking: float):
    """A conversation whose first message was understood as `topic`."""
    entries = [{"name": name.replace("__", "."), "confidence": chance} for name, chance in ranking.items()]
    parsed = {"intent_ranking": entries, "also": [*also], "by_name": by_name}
    slots = [AnySlot(name, mappings=[{}]) for name in ("no_form", "under_18", "requested_slot", "pinned")]
    tracker = DialogueStateTracker("ann", slots)
    tracker.update(UserUttered(text="", intent={"name": topic}, parse_data=parsed))
    tracker.update(SlotSet("no_form", no_form or under_18))
    tracker.update(SlotSet("under_18", under_18))
    return tracker


def said(topic: str, **details) -> list[ReplyRef]:
    return replies.references(topic, understood(topic, **details))


def test_a_sure_answer_offers_what_its_file_says_comes_next():
    (answer,) = said("law.register", law__register=0.95, law__register_length=0.04)
    assert answer.choices == OWN["law.register"].next


def test_an_answer_that_is_not_sure_offers_first_what_else_was_likely():
    (answer,) = said("law.register", law__register=0.5, scheme__cost=0.3, help__all=0.1, mappa__what=0.05)
    assert answer.choices[:NEAREST] == ["scheme.cost", "help.all", "mappa.what"]
    assert len(answer.choices) == MOST_CHOICES == len(set(answer.choices))


def test_the_way_to_ask_the_police_is_kept_beside_what_else_was_likely():
    (answer,) = said("concern.individual", concern__individual=0.4, scheme__cost=0.1, law__register=0.1,
                     help__all=0.1)
    assert answer.choices[-1] == "scheme.start"
    assert len(answer.choices) == MOST_CHOICES


# What is asked by those who have asked the police already: they know which nation's scheme it was.
ASKED_ALREADY = {
    "scheme.after_disclosure", "scheme.change_mind", "scheme.keep_confidential", "scheme.my_application",
    "scheme.not_taken_forward",
}


@pytest.mark.parametrize("topic", [topic for topic in OWN if topic.startswith("scheme.")])
def test_an_answer_on_the_scheme_offers_the_way_to_ask_and_the_ways_of_other_nations(topic):
    (answer,) = said(topic, **{topic.replace(".", "__"): 0.95})
    assert len(answer.choices) <= MOST_CHOICES
    expected = {"scheme.start", "scheme.scotland_ni"} - {topic}
    assert expected - {*answer.choices} <= ({"scheme.scotland_ni"} if topic in ASKED_ALREADY else set())


def test_what_else_was_likely_is_worth_more_than_the_ways_of_other_nations():
    (answer,) = said("scheme.interview", scheme__interview=0.5, help__all=0.2, law__register=0.1,
                     mappa__what=0.1)
    assert answer.choices[1 : NEAREST + 1] == ["help.all", "law.register", "mappa.what"]
    assert answer.choices[0] == "scheme.start" and "scheme.scotland_ni" not in answer.choices


def test_the_way_to_ask_comes_first_where_the_answer_leads_to_it():
    """Whatever else was likely: the answer says to press it."""
    (answer,) = said("scheme.how_to_apply", scheme__how_to_apply=0.4, scheme__cost=0.3, help__all=0.2)
    assert answer.choices[:3] == ["scheme.start", "scheme.cost", "help.all"]


def test_a_procedure_for_professionals_is_offered_only_where_it_is_likely():
    (answer,) = said("law.register", law__register=0.5, pro__refer=0.05, pro__disclosure_process=0.2)
    assert "pro.refer" not in answer.choices
    assert answer.choices[0] == "pro.disclosure_process"


def test_what_is_not_for_us_comes_with_nothing_far_fetched():
    likely = {"chat__out_of_scope": 0.6, "safety__suicide_self_harm": 0.03, "scheme__cost": 0.2}
    (reply,) = said("chat.out_of_scope", **likely)
    assert reply.choices == ["scheme.cost", *OWN["chat.out_of_scope"].next]


def test_a_greeting_comes_with_nothing_far_fetched():
    (reply,) = said("chat.greeting", chat__greeting=0.6, offenders__treatment=0.05)
    assert reply.choices == OWN["chat.greeting"].next


@pytest.mark.parametrize(
    "topic", ["scheme.will_he_know", "scheme.what_disclosed", "scheme.how_long", "pro.refer"]
)
@pytest.mark.parametrize("card, helpline", [
    ("safety.child_self", "help.childline"), ("safety.own_thoughts", "help.stop_it_now"),
])
def test_what_is_asked_after_such_a_card_is_asked_of_its_helpline(card, helpline, topic):
    """"Will they tell my mum", "how long does that take", "who do I call then"."""
    tracker = understood(topic, no_form=True, offender__self=0.4)
    tracker.update(SlotSet("pinned", card))
    (answer,) = replies.references(topic, tracker)
    assert (answer.topic, answer.choices) == (helpline, OWN[helpline].next)


def test_who_names_the_scheme_is_answered_on_the_scheme_even_then():
    tracker = understood("scheme.how_long", no_form=True, by_name=True)
    tracker.update(SlotSet("pinned", "safety.child_self"))
    (answer,) = replies.references("scheme.how_long", tracker)
    assert answer.topic == "scheme.how_long"
    assert not any(choice.startswith(("scheme.", "pro.")) for choice in answer.choices)


def test_beside_a_card_for_the_young_childline_is_offered_first():
    likely = {"safety__domestic_abuse": 0.4, "safety__young_person_thoughts": 0.2, "safety__survivor": 0.1}
    shown = said("safety.child_self", under_18=True, **likely)
    assert shown[-1].choices == OWN["safety.child_self"].next
    assert shown[-1].choices[0] == "help.childline"


def test_the_young_are_offered_what_is_made_for_the_young_each_once():
    likely = {"safety__own_thoughts": 0.2, "safety__survivor": 0.2, "safety__child_self": 0.1}
    (answer,) = said("help.childline", under_18=True, help__childline=0.4, **likely)
    assert answer.choices[:2] == ["safety.young_person_thoughts", "safety.child_self"]
    assert len(answer.choices) == len(set(answer.choices))


def test_nobody_is_offered_small_talk():
    (answer,) = said("law.register", law__register=0.5, chat__greeting=0.3, chat__unclear=0.1)
    assert answer.choices == OWN["law.register"].next


def test_what_is_unclear_offers_the_three_nearest_and_a_person():
    (clarify,) = said("chat.unclear", scheme__cost=0.1, scheme__what=0.1, help__all=0.05, law__register=0.05)
    assert clarify.kind == "clarify"
    assert clarify.choices == ["scheme.cost", "scheme.what", "help.all", "chat.human"]


def test_gibberish_is_near_to_nothing():
    (clarify,) = said("chat.unclear", chat__unclear=0.95, safety__survivor=0.02)
    assert (clarify.kind, clarify.choices) == ("clarify", OWN["chat.unclear"].next)


def test_a_second_miss_in_a_row_goes_to_people():
    tracker = understood("chat.unclear", scheme__cost=0.1)
    asked_back = ReplyRef(kind="clarify", topic="chat.unclear").dict()
    tracker.update(BotUttered(data={"custom": {"replies": [asked_back]}}))
    tracker.update(UserUttered(text="", intent={"name": "chat.unclear"}, parse_data={"intent_ranking": []}))
    (fallback,) = replies.references("chat.unclear", tracker)
    assert (fallback.kind, fallback.part) == ("fallback", "second_miss")


def test_two_questions_get_two_answers_with_few_choices_each():
    cost, how_long = said("scheme.cost", also=("scheme.how_long",), scheme__cost=0.5, scheme__how_long=0.4)
    assert [cost.topic, how_long.topic] == ["scheme.cost", "scheme.how_long"]
    assert {len(cost.choices), len(how_long.choices)} == {MOST_EACH}


def test_danger_beside_a_question_comes_first():
    topics = [ref.topic for ref in said("safety.domestic_abuse", also=("scheme.cost",))]
    assert topics[0] == "safety.domestic_abuse"
    assert topics[-1] == "scheme.cost"


def test_to_start_an_enquiry_beside_a_question_is_a_choice_since_it_asks_things():
    (cost,) = said("scheme.cost", also=("scheme.start",), scheme__cost=0.5)
    assert cost.choices[0] == "scheme.start"


@pytest.mark.parametrize("also", [("scheme.cost",), ("scheme.start",)])
def test_where_the_form_is_kept_away_nothing_of_the_scheme_is_added(also):
    shown = said("safety.child_self", also=also, no_form=True, scheme__cost=0.5, scheme__what=0.3)
    assert {ref.topic for ref in shown} == {"safety.child_self"}
    assert not any(choice.startswith("scheme.") for ref in shown for choice in ref.choices)


@pytest.mark.parametrize("set_aside", [True, False])
def test_danger_that_was_set_aside_is_told_with_the_replies(set_aside):
    tracker = understood("scheme.cost", scheme__cost=0.9)
    tracker.latest_message.parse_data["set_aside"] = set_aside
    said = asyncio.run(replies.generate("utter_answer", tracker, "web"))
    assert said["custom"]["set_aside"] is set_aside


def after_cards(topic: str, times: int, pinned: str | None = None, **details):
    """A conversation in which the card of `topic` was shown so often, and what is asked now."""
    tracker = understood(topic, **details)
    tracker.update(SlotSet("pinned", pinned or topic))
    for number in range(times):
        ref = ReplyRef(kind="safety", topic=topic, part="repeat" if number else "answer")
        tracker.update(BotUttered(data={"custom": {"replies": [ref.dict()]}}))
    return tracker


@pytest.mark.parametrize(("times", "person"), [(0, False), (1, False), (2, True), (3, True)])
def test_from_the_second_repeat_of_a_card_on_a_person_is_offered(times, person):
    shown = replies.references("safety.child_self", after_cards("safety.child_self", times, no_form=True))
    assert ("chat.human" in shown[-1].choices) is person
    assert len(shown[-1].choices) <= MOST_CHOICES


@pytest.mark.parametrize("card", ["safety.own_thoughts", "safety.young_person_thoughts"])
@pytest.mark.parametrize("later", ["safety.suicide_self_harm", None])
def test_who_told_of_such_thoughts_is_never_offered_how_others_do_it(card, later):
    """Not beside the card, and not after another one took its place."""
    likely = {"offenders__grooming": 0.3, "prevent__online": 0.2, "help__stop_it_now": 0.1}
    tracker = after_cards(card, 1, pinned=later, no_form=True, **likely)
    for topic in (card, later or card, "help.ceop", "chat.unclear"):
        tracker.latest_message.intent["name"] = topic
        choices = [choice for ref in replies.references(topic, tracker) for choice in ref.choices]
        assert choices and not any(choice.startswith(("offenders.", "prevent.")) for choice in choices)
