"""python -m models.parity.metrics_golden --out FILE [--corenlp stanford-corenlp-3.4.1.jar]

Writes what public tools say of small seeded examples, for the tests of the evaluation in Java: the Penn Treebank
tokenizer (the jar that pycocoevalcap uses), sacrebleu's BLEU-4, pycocoevalcap's CIDEr, NLTK's METEOR with the stage of
equal words alone. SODA_c is checked by trying every order-keeping assignment, tIoU by counting milliseconds.
Without --corenlp the words that are already in FILE are kept.
"""

import argparse
import itertools
import json
import random
import subprocess
from pathlib import Path

from nltk.translate import meteor_score
from pycocoevalcap.cider.cider_scorer import CiderScorer
from sacrebleu.metrics import BLEU

PUNCTUATION = {"''", "'", "``", "`", "-LRB-", "-RRB-", "-LCB-", "-RCB-", ".", "?", "!", ",", ":", "-", "--", "...", ";"}
SENTENCES = (
    "By day, camera still: a car passes from left to right, also a person. Sound of an engine and a horn.",
    "At night, camera pans left: nothing moves. No sound.",
    "The camera doesn't move; it's raining, and they've stopped - one cannot see the lorry's plate (AB 12 CDE).",
    "A dog-like animal runs at 12.5 km/h, then stops... \"Hello!\" somebody says?",
    "Днём, камера неподвижна: машина проезжает слева направо, ещё человек. Звук двигателя и гудка.",
    "Ночью, камера дрожит: что-то внезапно появляется. Звука нет.",
    "2 cars, 1 bus: 50% of them turn back at 10:45.",
)
WORDS = "a car bus person dog passes leaves enters stops from to the left right and then two slowly".split()


def treebank(sentences, jar):
    """Lists of words of each sentence, lower case, without punctuation."""
    done = subprocess.run(
        ["java", "-Dfile.encoding=UTF-8", "-cp", jar, "edu.stanford.nlp.process.PTBTokenizer", "-preserveLines", "-lowerCase",
         "-options", "ptb3Escaping=true"],
        input="\n".join(sentences), capture_output=True, text=True, check=True, encoding="utf-8")
    return [[word for word in line.split() if word.upper() not in PUNCTUATION] for line in done.stdout.splitlines()]


def sentence(random_, length):
    return [random_.choice(WORDS) for _ in range(length)]


def garbled(words, random_):
    """The words, some replaced, dropped or moved."""
    out = [random_.choice(WORDS) if random_.random() < 0.2 else word for word in words if random_.random() > 0.1]
    if random_.random() < 0.5 and len(out) > 3:
        at = random_.randrange(len(out) - 2)
        out[at], out[at + 2] = out[at + 2], out[at]
    return out or ["a"]


def corpora(random_):
    """Corpora of (said, references): one reference each, several, and one where everything is right."""
    for references, size, keep in ((1, 12, False), (3, 8, False), (1, 5, True), (1, 1, False)):
        corpus = []
        for _ in range(size):
            first = sentence(random_, random_.randrange(4, 14))
            others = [garbled(first, random_) for _ in range(references - 1)]
            corpus.append({"said": first if keep else garbled(first, random_), "references": [first, *others]})
        yield corpus


def bleu(corpus):
    """BLEU-4 in [0, 1], no smoothing."""
    said = [" ".join(one["said"]) for one in corpus]
    most = max(len(one["references"]) for one in corpus)
    references = [[" ".join(one["references"][i]) for one in corpus] for i in range(most)]
    return BLEU(tokenize="none", smooth_method="none", force=True).corpus_score(said, references).score / 100


def cider(corpus):
    """Mean and the score of each sentence."""
    scorer = CiderScorer(n=4, sigma=6.0)
    for one in corpus:
        scorer += (" ".join(one["said"]), [" ".join(reference) for reference in one["references"]])
    mean, each = scorer.compute_score()
    return float(mean), [float(score) for score in each]


class _NoStems:
    def stem(self, word):
        return word


class _NoSynonyms:
    def synsets(self, word):
        return []


def meteor(one):
    return meteor_score.meteor_score(one["references"], one["said"], stemmer=_NoStems(), wordnet=_NoSynonyms(), alpha=0.9, beta=3, gamma=0.5)


def t_iou(one, two):
    """By counting milliseconds; spans are whole ones."""
    first, second = set(range(*one)), set(range(*two))
    return len(first & second) / max(1, len(first | second))


def assignments(truths, said):
    """Every order-keeping set of pairs."""
    for size in range(min(truths, said) + 1):
        for rows in itertools.combinations(range(truths), size):
            for columns in itertools.combinations(range(said), size):
                yield list(zip(rows, columns))


def soda(random_):
    truths, said = random_.randrange(1, 6), random_.randrange(1, 6)
    worth = [[round(random_.random() * (random_.random() < 0.6), 3) for _ in range(said)] for _ in range(truths)]
    best = max(sum(worth[i][j] for i, j in pairs) for pairs in assignments(truths, said))
    precision, recall = best / said, best / truths
    f1 = 2 * precision * recall / (precision + recall) if best else 0.0
    return {"worth": worth, "said": said, "precision": precision, "recall": recall, "f1": f1}


def spans(random_):
    one = sorted(random_.sample(range(3000), 2))
    two = sorted(random_.sample(range(3000), 2))
    return {"one": one, "two": two, "t_iou": t_iou(one, two)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--corenlp", help="path of the jar")
    parser.add_argument("--seed", type=int, default=20261121)
    arguments = parser.parse_args()
    random_ = random.Random(arguments.seed)
    if arguments.corenlp:
        words = [{"text": text, "words": found} for text, found in zip(SENTENCES, treebank(SENTENCES, arguments.corenlp))]
    else:
        words = json.loads(arguments.out.read_text(encoding="utf-8"))["words"]
    examples = []
    for corpus in corpora(random_):
        mean, each = cider(corpus)
        examples.append({"sentences": corpus, "bleu_4": bleu(corpus), "cider": mean, "cider_each": each, "meteor_exact": [meteor(one) for one in corpus]})
    golden = {"words": words, "corpora": examples, "soda": [soda(random_) for _ in range(20)], "spans": [spans(random_) for _ in range(20)]}
    arguments.out.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
