"""Text to ids, step by step as the documentation says it: docs/checkpoint-format.md for the paper's steps, docs/preprocessing.md for the general ones."""
import html.entities
import pathlib
import re
import struct

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "src" / "Preprocess"
P = 2**31 - 1


def encoder(bundle, manifest):
    tokens = (bundle / manifest["vocabulary"]["file"]).read_text(encoding="utf-8").split("\n")[:-1]
    ids = {token: number for number, token in enumerate(tokens, start=1)}
    config = manifest["preprocessing"]
    if "splitUnicodeWords" not in config["steps"]:
        return PaperEncoder(config, ids)
    n_grams = (bundle / manifest["nGrams"]["file"]).read_bytes() if "nGrams" in manifest else b""
    return GeneralEncoder(config, ids, struct.unpack(f"<{len(n_grams) // 4}I", n_grams))


class PaperEncoder:
    def __init__(self, config, ids):
        self.config, self.ids = config, ids
        self.stop_words = set(SOURCE.joinpath("WordLists", "stop-words-english.txt").read_text(encoding="utf-8").split())
        abbreviations = SOURCE.joinpath("WordLists", "abbreviations-english.tsv").read_text(encoding="utf-8")
        self.table = dict(line.split("\t") for line in abbreviations.splitlines() if line)
        self.steps = {
            "lowercase": str.lower,
            "expandAbbreviations": lambda text: " ".join(self.table.get(word, word) for word in text.split()),
            "removeHtmlTags": lambda text: re.sub("<.*?>", "", text),
            "keepAsciiAlphanumeric": lambda text: re.sub(r"[^a-zA-Z0-9\s]", "", text),
            "strip": str.strip,
            "removeStopWords": lambda text: " ".join(word for word in text.split() if word not in self.stop_words),
            "splitOnWhiteSpace": str.split,
        }

    def encode(self, text):
        """Ids, padded, and no n-grams."""
        for step in self.config["steps"]:
            text = self.steps[step](text)
        length = self.config["sequenceLength"]
        ids = [self.ids.get(token, 0) for token in text[:length]]
        padding = [0] * (length - len(ids))
        return (padding + ids if self.config["padding"] == "left" else ids + padding), None


class Characters:
    """Class and lower case of every code point."""

    def __init__(self):
        self.classes, self.lower = {}, {}
        for line in SOURCE.joinpath("Tables", "characters.tsv").read_text(encoding="ascii").splitlines():
            place, kind, *difference = line.split("\t")
            ends, _, step = place.partition("/")
            first, last = (int(end, 16) for end in ends.split("-"))
            for c in range(first, last + 1, int(step or "1")):
                if kind == "lower":
                    self.lower[c] = c + int(difference[0])
                else:
                    self.classes[c] = kind

    def class_of(self, c):
        return self.classes.get(ord(c), "symbol")


class GeneralEncoder:
    TAG = re.compile("<(?:[/!?]?[A-Za-z]|!-)[^<>]*>")
    REFERENCE = re.compile("&(?:#([0-9]{1,8})|#[xX]([0-9A-Fa-f]{1,8})|([A-Za-z0-9]{1,8}));")

    # Regular expressions over one character a code point: ASCII stands for itself, anything else for its class.
    SHAPES = {"space": " ", "mark": "\u0301", "digit": "\u0660", "letter": "\u03bb", "single": "\u5b57", "symbol": "\u2606"}
    URL_CHARACTER = r"[-_~/%#=&@+$*A-Za-z0-9]"
    URL = rf"(?P<url>(?i:https?://|www\.){URL_CHARACTER}(?:{URL_CHARACTER}|[.,;:!?()'\[\]|](?={URL_CHARACTER}))*)"
    MENTION = "(?P<mention>(?<![A-Za-z0-9_\u03bb\u0660\u0301])@[A-Za-z_\u03bb][A-Za-z0-9_\u03bb\u0660\u0301]*)"
    WORD = "(?P<word>[A-Za-z0-9\u03bb\u0660\u0301]+(?:['\u2019][A-Za-z0-9\u03bb\u0660][A-Za-z0-9\u03bb\u0660\u0301]*)*)"
    OTHER = "(?P<other>[^ \u0301]\u0301*)"  # a single character or a symbol

    def __init__(self, config, ids, n_grams):
        self.config, self.ids, self.characters = config, ids, Characters()
        self.n_gram_ids = {fingerprint: number for number, fingerprint in enumerate(n_grams, start=1)}
        steps = set(config["steps"])
        url, mention = [self.URL] * ("replaceUrls" in steps), [self.MENTION] * ("replaceMentions" in steps)
        self.token = re.compile("|".join([*url, *mention, self.WORD, self.OTHER]))

    def tokens(self, text):
        """Tokens, and whether each is a word."""
        steps = set(self.config["steps"])
        if "replaceHtmlTags" in steps:
            text = self.TAG.sub(" ", text)
        if "decodeHtmlEntities" in steps:
            text = self.REFERENCE.sub(decode, text)
        text = "".join(c for c in text if self.characters.class_of(c) != "ignored")
        if "lowercaseUnicode" in steps:
            text = text.translate(self.characters.lower)
        shapes = "".join(c if " " < c < "\x7f" or c == "\u2019" else self.SHAPES[self.characters.class_of(c)] for c in text)
        for match in self.token.finditer(shapes):
            kind, token = match.lastgroup, text[match.start():match.end()].replace("\u2019", "'")
            if kind != "word":
                yield {"url": "<url>", "mention": "<user>", "other": token}[kind], False
            elif "replaceLongNumbers" in steps and re.fullmatch("[0-9\u0660]{5,}", match.group()):
                yield "<number>", False
            elif "splitNegations" in steps and len(token) > 3 and token.lower().endswith("n't"):
                yield token[:-3], True
                yield token[-3:], True
            else:
                yield token, True

    def encode(self, text):
        """Ids, padded, and the n-gram ids, ascending; None for a model without n-grams."""
        tokens = list(self.tokens(text))
        limit, truncation = self.config["sequenceLength"], self.config.get("truncation", "first")
        ids = [self.id_of(token) for token, _ in tokens]
        if len(ids) > limit:
            head = {"first": limit, "last": 0, "headTail": limit // 3}[truncation]
            ids = ids[:head] + ids[len(ids) - (limit - head):]
        return ids + [0] * (limit - len(ids)), self.n_grams(tokens)

    def id_of(self, token):
        return self.ids.get(token) or len(self.ids) + 1 + self.unknown_row(token)

    def unknown_row(self, token):
        factor, h = 1298777191, 0
        for c in reversed(token[-3:]):
            h = (h * factor + (48 if self.characters.class_of(c) == "digit" else ord(c))) % P
        length = len(token)
        h = (h * factor + (length if length <= 3 else 4 if length <= 6 else 5 if length <= 10 else 6)) % P
        return h * factor % P % self.config["unknownRows"]

    def n_grams(self, tokens):
        config = self.config.get("nGrams")
        if config is None:
            return None
        tokens, found = tokens[:config["maxTokens"]], set()
        numbers = [polynomial(map(ord, token), 1332499942) for token, _ in tokens]
        for start in range(len(numbers)):
            for n in range(1, min(config["wordMax"], len(numbers) - start) + 1):
                found.add((n * 956646517 + polynomial(numbers[start:start + n], 1003734120)) % P or P)
        for word in (f" {token[:100]} " for token, is_word in tokens if is_word):
            for start in range(len(word)):
                for n in range(config["charMin"], min(config["charMax"], len(word) - start) + 1):
                    if n > 0 and word[start:start + n] != " ":
                        found.add((n * 1845008792 + polynomial(map(ord, word[start:start + n]), 1285333330)) % P or P)
        return sorted(self.n_gram_ids[fingerprint] for fingerprint in found if fingerprint in self.n_gram_ids)


def polynomial(values, base):
    """v_1 base + v_2 base^2 + ..., modulo P."""
    result, power = 0, 1
    for value in values:
        power = power * base % P
        result = (result + value * power) % P
    return result


def decode(reference):
    decimal, hexadecimal, name = reference.groups()
    if name:
        code = {**html.entities.name2codepoint, "apos": 39}.get(name)
        return reference.group() if code is None else chr(code)
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if 128 <= number <= 159:
        return bytes([number]).decode("cp1252", errors="replace") if number not in (129, 141, 143, 144, 157) else chr(number)
    is_valid = 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_valid else reference.group()
