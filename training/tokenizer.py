"""The encoder's tokenizer: one spelling for umlauts and accents, and word parts that are the same anywhere in a word."""

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from training.options import TrainingOptions

UNKNOWN = "[UNK]"
#: Written out as in names.folded, so that "Flüchtlingsrat" and "Fluechtlingsrat" are the same word.
_SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ø": "oe", "æ": "ae", "ł": "l", "đ": "d"}
#: Arabic letters that are written either way.
_ARABIC = {"ة": "ه", "ى": "ي", "ـ": ""}


def train_tokenizer(texts: Iterable[str], options: TrainingOptions) -> Tokenizer:
    """Decision 5: word parts without a mark for the start of a word, cut into as few parts as possible.

    "beratung" is the same token in "Beratung" and in "Flüchtlingsberatung", which is what German compounds need. The
    parts are found by byte-pair merges, whose result does not depend on the machine, and used as a unigram model.
    """
    merges = _prepared(Tokenizer(models.BPE()))
    trainer = trainers.BpeTrainer(
        vocab_size=options.vocabulary - 1, min_frequency=2, max_token_length=18, show_progress=False
    )
    merges.train_from_iterator(texts, trainer)
    parts = sorted(merges.get_vocab().items(), key=lambda part: part[1])
    scores = [(part, -10.0 - rank / len(parts)) for part, rank in parts]
    return _prepared(Tokenizer(models.Unigram([(UNKNOWN, -100.0), *scores], unk_id=0)))


def _prepared(tokenizer: Tokenizer) -> Tokenizer:
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            *(normalizers.Replace(old, new) for old, new in (_SPELLED | _ARABIC).items()),
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Replace(Regex(r"[*:/](?=in)"), ""),
            normalizers.Replace(Regex(r"(?<=\b\w)\.(?=\w\b)"), ""),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer
