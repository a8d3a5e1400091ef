"""spaCy in the engine without its memory: a typed word would stay in its vocabulary while the engine runs."""

from __future__ import annotations

import re

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyNLP
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import get_words_and_spaces
from spacy.vocab import Vocab
from thinc.api import get_ops, set_current_ops

OPS = get_ops("cpu")
WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="ForgetfulSpacy",
)
class ForgetfulSpacy(SpacyNLP):
    """Rasa's SpacyNLP, where each message gets a vocabulary of its own that is gone with it."""

    def _doc_for_text(self, model: Language, text: str) -> Doc:
        text = self._preprocess_text(text)
        words, spaces = get_words_and_spaces(WORD.findall(text), text)
        set_current_ops(OPS)  # else each new vocabulary looks through all installed packages for them
        doc = Doc(Vocab(), words=words, spaces=spaces)
        for _, pipe in model.pipeline:
            doc = pipe(doc)
        return doc
