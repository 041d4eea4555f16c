"""Who acts in a clause, by its own words, and whether it is denied."""

from __future__ import annotations

from reviewkit.language import words
from reviewkit.language.clauses import Actor, Clause, Token, is_finite


def inside_quote(clause: Clause) -> bool:
    """Whether a clause stands inside quotation marks, or hangs on one that does."""
    here: Clause | None = clause
    while here is not None:
        if here.role == "quote":
            return True
        here = here.parent
    return False


def _subject_elided(clause: Clause) -> bool:
    """«Råder bruker om bil»: an item that begins with its verb has its subject in the lead-in or heading."""
    word = clause.tokens[0]
    return word.actor is None and word.word not in words.MODALS and is_finite(word)


def read_clause(clause: Clause, quoted: bool, first: bool) -> None:
    """Fill in who acts in a clause, and whether it denies or commands; `first` of a list item may lack its subject."""
    politely = clause.role == "whether" and clause.tokens[0].word == "om"
    clause.negated = _negated(clause.tokens[2 if politely else 0 :])
    clause.imperative = clause.role in ("main", "colon", "quote") and _imperative(clause.tokens)
    elided = first and _subject_elided(clause)
    oblique: set[Actor] = set()
    previous = ""
    last: Token | None = None
    for token in clause.tokens:
        actor = _actor_of(token, quoted) or _they(clause, token)
        if actor is not None and not (last is not None and last.actor == actor and token.actor == actor):
            place = _preposition_of(clause, token)
            if place:
                helped = place in ("fra", "frå") and any(other.word in words.HELP for other in clause.tokens)
                if (place in words.PLACE_OF_ACTION and (actor != "other" or place == "av")) or helped:
                    oblique.add(actor)
            elif _may_be_subject(clause, token, previous, elided):
                clause.subject = actor
        previous, last = token.word, token
    if "office" in oblique:
        clause.agent = "office"
    elif oblique:
        clause.agent = sorted(oblique)[0]
    if clause.imperative:
        clause.subject = "user" if inside_quote(clause) else "nks"


def _may_be_subject(clause: Clause, token: Token, previous: str, elided: bool) -> bool:
    """Whether an actor can be the one who acts: no object of an infinitive, and no owner («kommunen sitt system»)."""
    if clause.subject is not None or clause.imperative or previous in words.INFINITIVES:
        return False
    place = clause.tokens.index(token)
    if elided and place:
        return False
    return place + 1 >= len(clause.tokens) or clause.tokens[place + 1].word not in words.OWNING


def _they(clause: Clause, token: Token) -> Actor | None:
    """«De må …»: they who were spoken of, most often the users; as an article («de tre») it is nobody."""
    if token.word not in ("de", "dei"):
        return None
    place = clause.tokens.index(token)
    return "user" if place + 1 < len(clause.tokens) and is_finite(clause.tokens[place + 1]) else None


def _preposition_of(clause: Clause, token: Token) -> str:
    """The preposition that governs a name, over articles and adjectives («i den nye kommunen»); empty without one."""
    place = clause.tokens.index(token) - 1
    while place > 0 and clause.tokens[place].word in words.DETERMINERS:
        place -= 1
    word = clause.tokens[place].word if place >= 0 else ""
    return word if word in words.PREPOSITIONS else ""


def _actor_of(token: Token, quoted: bool) -> Actor | None:
    if token.actor is not None:
        return token.actor
    if quoted and token.word in words.ADDRESSED:
        return "user"
    if token.word in words.NKS_PRONOUNS:
        return "nks"
    if token.word in words.USER_PRONOUNS:
        return "user"
    return None


def _imperative(tokens: list[Token]) -> bool:
    """Whether a clause begins with an imperative, after a label, an adverb or a coordinator."""
    for number, token in enumerate(tokens[:3]):
        word = token.word
        if word in words.IMPERATIVES and token.actor is None:
            follows = tokens[number + 1].word if number + 1 < len(tokens) else ""
            return word not in words.NOUN_OR_IMPERATIVE or follows not in words.PREPOSITIONS
        if word not in _BEFORE_IMPERATIVE and not word.isdigit():
            return False
    return False


_BEFORE_IMPERATIVE = frozenset(
    """
    ikke ikkje aldri alltid og men så da deretter først fyrst eventuelt gjerne deretter vennligst også òg bare berre
    heller eller steg trinn tilslutt til slutt
    """.split()
)


def _negated(tokens: list[Token]) -> bool:
    """Whether a clause denies or forbids, read from its negators and what stands beside them."""
    for number, token in enumerate(tokens):
        if token.word not in words.NEGATORS:
            continue
        beside = {tokens[place].word for place in (number - 1, number + 1) if 0 <= place < len(tokens)}
        if beside & words.AFFIRMED_AFTER:
            return False
        follows, later = (tokens[number + step].word if number + step < len(tokens) else "" for step in (1, 2))
        if follows in ("la", "lat") and later in ("være", "vere"):
            return False
        if follows in words.NOT_DENIED_AFTER:
            continue
        return True
    said = [token.word for token in tokens]
    if _PROHIBITING_WORDS.isdisjoint(said):
        return False
    text = f" {' '.join(said)} "
    return any(f" {phrase} " in text for phrase in _PROHIBITING)


_PROHIBITING = (
    "la være", "lat vere", "la vere", "lar være", "lèt vere", "let vere", "lèt vi vere", "lar vi ligge",
    "lèt vi liggje", "let vi liggje", "lar ligge", "lar vi være", "overlater vi", "overlèt vi", "skal unngås",
    "hold deg unna", "hald deg unna", "slutt å", "slutt med", "utenfor mandatet", "utanfor mandatet",
    "utenfor vårt mandat", "ligger utenfor", "ligg utanfor", "avholder seg fra", "avholde seg fra", "avstår fra",
    "avheld seg frå", "avstår frå", "held seg frå", "holder seg fra", "holder seg unna", "held seg unna",
    "sjelden hjelper", "sjeldan hjelper", "styr unna", "oss unna", "deg unna", "vi unna",
)  # fmt: skip
_PROHIBITING_WORDS = frozenset(max(phrase.split(), key=len) for phrase in _PROHIBITING)
"""One word of each phrase: without any of them there is none of the phrases."""
