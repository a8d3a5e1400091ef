"""Vectors and masked lines are made once for each content."""

import bot.nlu.cache as cache_module
from bot.nlu.cache import Cache, fingerprint_of


def test_only_new_texts_are_worked_on(tmp_path, monkeypatch):
    monkeypatch.setattr(cache_module, "FOLDER", tmp_path)
    asked = tmp_path / "asked"

    def shout(text: str) -> str:  # in another process
        with asked.open("a") as file:
            file.write(text)
        return text.upper()

    assert Cache("shout", "1").fill(["a", "b", "a"], shout) == ["A", "B", "A"]
    assert Cache("shout", "1").fill(["b", "c"], shout) == ["B", "C"]
    assert sorted(asked.read_text()) == ["a", "b", "c"]


def test_a_new_version_starts_again(tmp_path, monkeypatch):
    monkeypatch.setattr(cache_module, "FOLDER", tmp_path)
    Cache("shout", "1").fill(["a"], str.upper)
    assert Cache("shout", "2").fill(["a"], str.title) == ["A"]
    assert Cache("shout", "2").fill(["a"], lambda _: "kept, so not asked") == ["A"]


def test_the_fingerprint_follows_names_and_contents(tmp_path, monkeypatch):
    monkeypatch.setattr(cache_module, "ROOT", tmp_path)
    (tmp_path / "a.yml").write_text("one")
    before = fingerprint_of("*.yml")
    (tmp_path / "a.yml").write_text("two")
    changed = fingerprint_of("*.yml")
    (tmp_path / "a.yml").rename(tmp_path / "b.yml")
    assert len({before, changed, fingerprint_of("*.yml")}) == 3
