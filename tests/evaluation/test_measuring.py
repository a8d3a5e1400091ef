"""The measuring itself: variations that stay the same, a search that searches, figures that count right."""

import pytest

from tests.evaluation import card, kept
from tests.evaluation.cases import Case
from tests.evaluation.measures import Share, calibration_error, turned_away_at
from tests.evaluation.peers import BM25
from tests.evaluation.slips import VARIATIONS, varied
from tests.evaluation.understanding import Understood

LINE = "My neighbour's on the register, should I tell the other parents?"


@pytest.mark.parametrize("kind", VARIATIONS)
def test_a_variation_is_the_same_each_time_and_differs_from_the_line(kind):
    assert varied(LINE, kind) == varied(LINE, kind) != LINE


def test_typing_slips_touch_one_word_in_six_and_no_short_one():
    before, after = LINE.split(), varied(LINE, "typing slips").split()
    changed = [word for word, other in zip(before, after) if word != other]
    assert len(before) == len(after)
    assert len(changed) == 1 and len(changed[0]) >= 4


def test_bm25_finds_the_rare_word_and_nothing_for_a_word_it_has_not():
    search = BM25([("how to apply to the police", "a"), ("who is told by the police", "b")])
    assert search.rank("apply") == ["a"]
    assert search.rank("asdfgh") == []


def understood(topic: str, chance: float) -> tuple[Case, Understood]:
    ranking = ((topic, chance), ("chat.out_of_scope", 1 - chance))
    reply = Understood((topic,), (), ranking, by_screen=False, hints=(), signs=())
    return Case("a line", (topic,), "plain"), reply


def test_foreign_lines_are_counted_where_so_many_of_ours_pass():
    ours = [understood("scheme.what", chance) for chance in (0.6, 0.8, 0.9, 0.95)]
    foreign = [understood("scheme.cost", chance) for chance in (0.5, 0.7, 0.99)]
    assert turned_away_at(ours, foreign, passing=0.75) == Share(2, 3)
    assert turned_away_at(ours, foreign, passing=1) == Share(1, 3)


def test_there_a_foreign_line_goes_by_the_odds_alone_as_ours_do():
    ours, small_talk = understood("scheme.what", 0.6), understood("chat.thanks", 0.9)
    assert turned_away_at([ours], [small_talk], passing=1) == Share(0, 1)


def test_the_calibration_error_is_the_distance_between_said_and_found():
    pairs = [understood("scheme.what", 0.75)] * 4
    assert calibration_error(pairs) == pytest.approx(0.25)


def test_a_kept_figure_is_read_as_a_share(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    kept.keep("last", {"Masking": {"names hidden": str(Share(248, 269))}})
    assert kept.kept_share("Masking", "names hidden") == 0.922
    with pytest.raises(KeyError):
        kept.kept_share("Masking", "nothing of that name")


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A card of the test's own, with tables of the slow lane that were taught with 300 examples."""
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    kept.keep_taught("peers", 300, {"BM25": {"first": "33.0 %", "among three": "46.8 %"}})
    curve = {"first": "73.0 %", "among three": "89.4 %", "wording alone, first": "46.2 %"}
    kept.keep_taught("learning_curve", 300, {"5": curve})
    kept.keep("diet", {"5": {"first": "22.3 %", "among three": "34.5 %", "minutes of training": "89"}})
    page = tmp_path / "card.md"
    monkeypatch.setattr(card, "CARD", page)
    return page


def test_the_card_is_written_between_its_marks_alone(page):
    page.write_text(f"before\n{card.BEGIN}\nold\n{card.END}\nafter\n")
    card.write({"Understanding": {"right topic first": "95.0 % (19 of 20)"}}, examples=300)
    text = page.read_text()
    assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
    assert "| right topic first | 95.0 % (19 of 20) |" in text


def test_a_table_kept_of_another_model_says_so(page, monkeypatch):
    as_kept = "\n".join(card.slow_tables(examples=300))
    assert "All examples: 300." in as_kept and "older model" not in as_kept
    assert "\n".join(card.slow_tables(examples=400)).count("An older model: today 400 are taught") == 2
    monkeypatch.setattr(card, "encoder", lambda: "another")
    assert "\n".join(card.slow_tables(examples=300)).count("with the encoder `another`") == 2


def test_rasas_own_pipeline_stands_beside_ours_with_as_many_examples(page):
    peers, _ = card.slow_tables(examples=300)
    rows = [line.split(" | ")[1:] for line in peers.splitlines() if line.startswith("| ")]
    assert ["all", "33.0 %", "46.8 % |"] in rows
    assert rows[-2:] == [["5", "22.3 %", "34.5 % |"], ["5", "73.0 %", "89.4 % |"]]


def test_what_is_kept_of_the_slow_lane_says_what_it_was_taught_with():
    for name in ("peers", "learning_curve"):
        table = kept.kept(name)
        assert table["rows"] and table["examples"] > 10_000 and len(table["encoder"]) == 8


def test_a_card_without_its_marks_is_left_alone(page):
    page.write_text("no marks")
    with pytest.raises(ValueError, match="needs the lines"):
        card.write({}, examples=300)
    assert page.read_text() == "no marks"
