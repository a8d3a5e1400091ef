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


def test_the_calibration_error_is_the_distance_between_said_and_found():
    pairs = [understood("scheme.what", 0.75)] * 4
    assert calibration_error(pairs) == pytest.approx(0.25)


def test_a_kept_figure_is_read_as_a_share(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    kept.keep("last", {"Masking": {"names hidden": str(Share(248, 269))}})
    assert kept.kept_share("Masking", "names hidden") == 0.922
    with pytest.raises(KeyError):
        kept.kept_share("Masking", "nothing of that name")


def test_the_card_is_written_between_its_marks_alone(tmp_path, monkeypatch):
    page = tmp_path / "card.md"
    page.write_text(f"before\n{card.BEGIN}\nold\n{card.END}\nafter\n")
    monkeypatch.setattr(card, "CARD", page)
    card.write({"Understanding": {"right topic first": "95.0 % (19 of 20)"}})
    text = page.read_text()
    assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
    assert "| right topic first | 95.0 % (19 of 20) |" in text


def test_a_card_without_its_marks_is_left_alone(tmp_path, monkeypatch):
    page = tmp_path / "card.md"
    page.write_text("no marks")
    monkeypatch.setattr(card, "CARD", page)
    with pytest.raises(ValueError, match="needs the lines"):
        card.write({})
    assert page.read_text() == "no marks"
