"""Words that several formats say of a review, in both norms of Norwegian and in English, and its counts in words."""

from __future__ import annotations

from msgspec import Struct

from reviewkit.model import SEVERITIES, Finding, Language, Review, Severity, Stale

Forms = tuple[str, str]
"""A word for one, and for any other number."""

_PLACES = 5


class Words(Struct, frozen=True):
    """What a report says in one language, apart from what the catalogue and the routines say."""

    severity: dict[Severity, Forms]
    routines: Forms
    findings: Forms
    suppressed: Forms
    baselined: Forms
    unchanged: Forms
    muted: Forms
    stale: Forms
    excluded: Forms
    deselected: Forms
    annotations: Forms
    instead: str
    basis: str
    see: str
    line: str
    rule: str
    what: str
    gravity: str
    none: str
    caution: str
    problems: str
    not_reviewed: str
    aside: str
    text: str
    source: str
    muted_title: str
    stale_title: str
    as_line: str
    more: str
    shown: str


WORDS: dict[Language, Words] = {
    "nb": Words(
        severity={"error": ("feil", "feil"), "warning": ("advarsel", "advarsler"), "info": ("merknad", "merknader")},
        routines=("rutine gjennomgått", "rutiner gjennomgått"),
        findings=("funn", "funn"),
        suppressed=("unntatt med begrunnelse", "unntatt med begrunnelse"),
        baselined=("kjent fra grunnlinjen", "kjent fra grunnlinjen"),
        unchanged=("som sto der før endringen", "som sto der før endringen"),
        muted=("dempet som lite sannsynlig", "dempet som lite sannsynlige"),
        excluded=("rutine utelatt av konfigurasjonen", "rutiner utelatt av konfigurasjonen"),
        stale=("foreldet oppføring i grunnlinjen", "foreldede oppføringer i grunnlinjen"),
        deselected=("regel valgt bort", "regler valgt bort"),
        annotations=("markering følger", "markeringer følger"),
        instead="Gjør slik",
        basis="Grunnlag",
        see="se også linje",
        line="Linje",
        rule="Regel",
        what="Hva som er funnet",
        gravity="Alvor",
        none="Ingen funn.",
        caution="Ingen funn er ikke en godkjenning: bare det reglene ser etter, er gjennomgått.",
        problems="Kunne ikke leses",
        not_reviewed="Ikke gjennomgått",
        aside="Ikke med blant funnene",
        text="Teksten",
        source="kilde",
        muted_title="Dempet av den statistiske dommeren",
        stale_title="Foreldet i grunnlinjen (rydd med «reviewkit baseline prune»)",
        as_line="som på linje",
        more="{count} til er ikke vist her: de mest alvorlige er vist, og tallene gjelder alle.",
        shown="GitHub viser høyst ti av hver type fra et steg; alle står i loggen.",
    ),
    "nn": Words(
        severity={"error": ("feil", "feil"), "warning": ("åtvaring", "åtvaringar"), "info": ("merknad", "merknader")},
        routines=("rutine gjennomgått", "rutinar gjennomgått"),
        findings=("funn", "funn"),
        suppressed=("unnateke med grunngjeving", "unnatekne med grunngjeving"),
        baselined=("kjent frå grunnlinja", "kjende frå grunnlinja"),
        unchanged=("som stod der før endringa", "som stod der før endringa"),
        muted=("dempa som lite sannsynleg", "dempa som lite sannsynlege"),
        excluded=("rutine utelaten av konfigurasjonen", "rutinar utelatne av konfigurasjonen"),
        stale=("forelda oppføring i grunnlinja", "forelda oppføringar i grunnlinja"),
        deselected=("regel vald bort", "reglar valde bort"),
        annotations=("markering følgjer", "markeringar følgjer"),
        instead="Gjer slik",
        basis="Grunnlag",
        see="sjå òg linje",
        line="Linje",
        rule="Regel",
        what="Kva som er funne",
        gravity="Alvor",
        none="Ingen funn.",
        caution="Ingen funn er inga godkjenning: berre det reglane ser etter, er gjennomgått.",
        problems="Kunne ikkje lesast",
        not_reviewed="Ikkje gjennomgått",
        aside="Ikkje med blant funna",
        text="Teksten",
        source="kjelde",
        muted_title="Dempa av den statistiske dommaren",
        stale_title="Forelda i grunnlinja (rydd med «reviewkit baseline prune»)",
        as_line="som på linje",
        more="{count} til er ikkje viste her: dei mest alvorlege er viste, og tala gjeld alle.",
        shown="GitHub viser høgst ti av kvar type frå eit steg; alle står i loggen.",
    ),
    "en": Words(
        severity={"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")},
        routines=("routine reviewed", "routines reviewed"),
        findings=("finding", "findings"),
        suppressed=("excepted with a reason", "excepted with a reason"),
        baselined=("known from the baseline", "known from the baseline"),
        unchanged=("that stood before the change", "that stood before the change"),
        muted=("muted as unlikely", "muted as unlikely"),
        excluded=("routine excluded by the configuration", "routines excluded by the configuration"),
        stale=("stale entry in the baseline", "stale entries in the baseline"),
        deselected=("rule deselected", "rules deselected"),
        annotations=("annotation follows", "annotations follow"),
        instead="Do this",
        basis="Basis",
        see="see also line",
        line="Line",
        rule="Rule",
        what="What was found",
        gravity="Severity",
        none="No findings.",
        caution="No findings is not an approval: only what the rules look for has been examined.",
        problems="Could not be read",
        not_reviewed="Not reviewed",
        aside="Not among the findings",
        text="The text",
        source="source",
        muted_title="Muted by the statistical judge",
        stale_title="Stale in the baseline (tidy with «reviewkit baseline prune»)",
        as_line="as on line",
        more="{count} more are not shown here: the gravest are shown, and the figures cover all.",
        shown="GitHub shows at most ten of each type from a step; all are in the log.",
    ),
}


def counted(number: int, forms: Forms) -> str:
    """A number and its word."""
    return f"{number} {forms[number != 1]}"


def routines(review: Review) -> str:
    """How many routines were reviewed, in words."""
    return counted(review.routines, WORDS[review.language].routines)


def findings(review: Review) -> str:
    """How many findings there are, and how many of each severity, in words."""
    words = WORDS[review.language]
    piles = ", ".join(counted(review.count(severity), words.severity[severity]) for severity in SEVERITIES)
    return f"{counted(len(review.findings), words.findings)} ({piles})"


def left_out(review: Review) -> list[str]:
    """Everything that is not among the findings, counted in words: what is nothing is not named."""
    words = WORDS[review.language]
    piles = [
        (len(review.suppressed), words.suppressed),
        (len(review.baselined), words.baselined),
        (len(review.unchanged), words.unchanged),
        (len(review.muted), words.muted),
        (len(review.stale), words.stale),
        (review.excluded, words.excluded),
        (review.deselected, words.deselected),
        (len(review.not_reviewed), (words.not_reviewed.lower(),) * 2),
        (len(review.problems), (words.problems.lower(),) * 2),
    ]
    return [counted(number, forms) for number, forms in piles if number]


def of_stale(item: Stale, language: Language) -> str:
    """What is said of an entry of the baseline that nothing answers to any longer."""
    return f"{WORDS[language].stale_title}: {item.rule} {item.routine} {item.excerpt}"


def see_also(finding: Finding, language: Language) -> str:
    """Where else in the same routine to look, in words; nothing where a finding explains itself."""
    lines = list(dict.fromkeys(str(other.line) for other in finding.related if other.path == finding.path))
    return f"{WORDS[language].see} {', '.join(lines[:_PLACES])}" if lines else ""
