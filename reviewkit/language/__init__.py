"""Norwegian, both written norms at once: concepts, clauses, who acts, and what is inherited from above."""

from reviewkit.language.citations import Citation, CitationReader, LawName
from reviewkit.language.clauses import ACTORS, Actor, Clause
from reviewkit.language.concepts import DOMAINS, bits
from reviewkit.language.entries import Pattern, read_entry
from reviewkit.language.features import (
    ACTING_FEATURES,
    INHERITED_FEATURES,
    acting_features,
    features,
    governing,
    governing_features,
    own_features,
)
from reviewkit.language.features import shown as shown_feature
from reviewkit.language.lexicon import Hit, Lexicon
from reviewkit.language.reading import NOTHING, QUESTION, Reading, Standing
from reviewkit.language.table import Table, compile_patterns

__all__ = [
    "ACTING_FEATURES",
    "ACTORS",
    "DOMAINS",
    "INHERITED_FEATURES",
    "NOTHING",
    "QUESTION",
    "Actor",
    "Citation",
    "CitationReader",
    "Clause",
    "Hit",
    "LawName",
    "Lexicon",
    "Pattern",
    "Reading",
    "Standing",
    "Table",
    "acting_features",
    "bits",
    "compile_patterns",
    "features",
    "governing",
    "governing_features",
    "own_features",
    "read_entry",
    "shown_feature",
]
