"""The encoder's tokenizer: one spelling for umlauts and accents, and word parts that are the same anywhere in a word."""

from collections.abc import Iterable

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from service.retrieval.encoder import plain_text
from training.options import TrainingOptions

UNKNOWN = "[UNK]"


def train_tokenizer(texts: Iterable[str], options: TrainingOptions) -> Tokenizer:
    """Decision 6: word parts without a mark for the start of a word, cut into as few parts as possible.

    "beratung" is the same token in "Beratung" and in "Flüchtlingsberatung", which is what German compounds need. The
    parts are found by byte-pair merges, whose result does not depend on the machine, and used as a unigram model.
    """
    merges = _prepared(Tokenizer(models.BPE()))
    trainer = trainers.BpeTrainer(
        vocab_size=options.vocabulary - 1, min_frequency=2, max_token_length=18, show_progress=False
    )
    merges.train_from_iterator(map(plain_text, texts), trainer)
    parts = sorted(merges.get_vocab().items(), key=lambda part: part[1])
    scores = [(part, -10.0 - rank / len(parts)) for part, rank in parts]
    return _prepared(Tokenizer(models.Unigram([(UNKNOWN, -100.0), *scores], unk_id=0)))


def _prepared(tokenizer: Tokenizer) -> Tokenizer:
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer
