"""The closed classes of Norwegian, bokmål and nynorsk side by side: what clauses are made of.

Open classes (nouns, verbs, names) are data in the catalogue's lexicon; these change with the language only.
"""

from __future__ import annotations

NEGATORS = frozenset(
    """
    ikke ikkje aldri verken korkje hverken ingen inga inkje intet ingenting unngå unngår unnlat unnlate avstå
    forbudt forbode uaktuelt
    """.split()
)
"""Words that deny or forbid the clause they stand in."""

NOT_DENIED_AFTER = frozenset(
    """
    bare kun berre minst alltid alle nødvendigvis sant alene åleine mer meir annet anna
    """.split()
)
"""After a negator these make it a limitation, not a denial («ikke bare»)."""

AFFIRMED_AFTER = frozenset("glem glemme gløym gløyme nøl nøle vent vente redd nølende unnlat unnlate".split())
"""A negator beside one of these commands what follows («ikke glem å …», «nøl ikke med å …»)."""

CONDITION = frozenset("hvis dersom viss når såframt såfremt mens medan ettersom fordi siden sidan".split())
"""Subordinators whose clause tells when or why, not what is to be done."""

THAT = frozenset(["at"])
WHETHER = frozenset(
    """
    hva hvem hvor hvordan hvilke hvilken hvilket hvorfor kva kven kvar korleis kvifor kor hvorvidt korvidt
    """.split()
)
BEFORE = frozenset(["før", "inntil"])
RELATIVE = frozenset(["som"])
WITHOUT = frozenset(["uten", "utan", "framfor", "fremfor"])
PURPOSE_HEADS = frozenset(["for", "slik", "sånn"])

COORDINATORS = frozenset("og men så eller samt".split())
CONTRASTS = frozenset(["men"])

NKS_PRONOUNS = frozenset("vi oss du deg dere dykk jeg eg me meg man".split())
USER_PRONOUNS = frozenset("han hun ho hen vedkommende vedkommande hans hennes hennar vedkomande".split())
ADDRESSED = frozenset("du deg din ditt dine di dere dykk".split())
"""Second person: the adviser in running text, the user inside a quotation."""

SUBJECT_PRONOUNS = frozenset(
    """
    vi dere dykk du jeg eg me han hun ho hen vedkommende vedkommande det de dei dere man ein
    """.split()
)

PREPOSITIONS = frozenset(
    """
    til med fra frå av hos ved på i for om mot over etter gjennom mellom overfor ovenfor angående vedrørende innen
    innan under uten utan per pr via blant utenfor utanfor rundt
    """.split()
)
PLACE_OF_ACTION = frozenset("av hos ved på via gjennom".split())
"""Prepositions after which an office is the one who acts, where nobody else does («avklares hos Nav-kontoret»)."""

HELP = frozenset("hjelp råd bistand støtte veiledning rettleiing rettleing rådgivning rådgjeving svar".split())

MODALS = frozenset(
    """
    skal skulle kan kunne må måtte bør burde vil ville får fekk fikk trenger treng pleier plar ber gir gjev setter
    set sender spør ringer ringjer gjør gjer tar tek har er blir vert sier seier tilbyr viser
    """.split()
)
"""Finite verbs that a subject may follow when the clause begins with something else."""

PRESENT_TOO = frozenset("gjer gjør spør hører høyrer ser får gir avgjør avgjer".split())
"""Imperatives that look like the present tense: the office's own verbs, where the office stands before them."""

NOUN_OR_IMPERATIVE = frozenset(
    """
    råd hjelp kontakt svar tips krav lån søk bruk hør ring plan frist møt start støtt kart bistand samtale
    """.split()
)
"""Nouns that look like imperatives: nouns where a preposition follows."""

IMPERATIVES = frozenset(
    """
    si sei spør be gi gje gjev forklar fortell fortel vis send ring sett set still hør høyr hjelp råd anbefal
    tilrå foreslå føreslå oppfordre oppfordr oppmod tips tipse minn bruk noter skriv registrer fyll innhent hent
    skaff kartlegg avklar finn undersøk sjekk kontroller vurder avgjør avgjer ta tak gå gjennomgå les tolk
    oversett omset utdyp begrunn grunngi grunngje oppsummer kontakt snakk prat informer opplys orienter rettlei
    rettled veiled lag utarbeid legg let prøv forsøk følg meld overfør formidle formidl videreformidle
    videreformidl vidareformidle vidareformidl tilby tilbyd avtal avtale opprett svar bekreft stadfest
    understrek presiser poengter påpek nevn nemn husk hugs pass sørg syt sikre sikr vær ver behandle behandl
    handsam prioriter sorter sil skill skil grader beregn berekn rekn regn del delta lytt la lat start begynn
    avslutt vent utsett utset be bed krev kreve etterspør spørr henvis vis peik pek kopier lim åpne opne søk slå
    gjenta gjer gjør unngå håndter handter dokumenter drøft diskuter kom motiver råde refinansier forhandl samle
    saml selg sel betal spar kutt sei sørgj samtykk varsle varsl innkall inviter bistå assister oppmuntre
    oppmuntr motiver klikk velg vel trykk logg be sjå se lås last lever bestill tinge book ordne ordn få bytt
    byt erstatt omskriv kall omtal formuler kamufler rå overtal overtale utfordre utfordr bevisstgjør
    bevisstgjer inspirer planlegg skisser guide guid los slus gjengi gjengje referer siter plukk skyv styr dytt
    rydd ranger klassifiser kategoriser plasser marker overbevis berolig trøst anslå estimer gjett forbered
    førebu trøyst berolig roe bryt forutsi konkluder fastslå bedøm summer foreta gjennomfør utfør stans stopp
    drop dropp avspis lokk mas purr påse
    """.split()
)
"""Imperative forms that begin an instruction."""

PASSIVE_AUXILIARIES = frozenset("blir bli ble blitt blei vert verte vart vorte".split())
"""With a participle these make a passive, whose subject is not the one who acts."""

PASSIVE_ENDINGS = ("es", "ast", "est", "rs", "ås", "gis")
NOT_PASSIVE = frozenset("les lest mest best flest minst neste først finnes finst trengs trengst".split())
"""Words that only look like passives («les», read)."""

INFINITIVES = frozenset(f"{verb}e" for verb in IMPERATIVES) | frozenset(
    "gi gje ta få be se sjå gå si sei seie slå".split()
)
"""Infinitives: what follows one directly is its object, never the subject."""

REJECTING_LABELS = frozenset("feil galt gal gale dårlig dårleg uheldig nei".split())
"""Labels in a sentence that reject the quotation after them («Feil: «…»»)."""

AS_A_RULE = frozenset("regel oftest oftast nevnt nemnt vanlig vanleg før sagt".split())
"""After «som» these are adverbs («som regel»), no relative clause."""

DETERMINERS = frozenset(
    """
    den det de dei denne dette nye ny rett rette riktig riktige eget eige eigne egne lokale aktuelle gamle gammel
    samme same sitt sin vårt vår annet annan annen anna andre nærmeste næraste
    """.split()
)
"""What may stand between a preposition and the name it governs («i den nye kommunen»)."""

ASKING = frozenset("høre høyre hør høyr spørre spør spørje se sjå sjekke sjekk lurer lurar undersøke undersøk".split())
"""«Hør om ikke de kan hjelpe»: after these «om ikke» is a polite question, no denial."""

ASKS = frozenset("spør spyr".split())
"""The imperative and the present alike: «Spør bruker …» is a demand, or a condition where an answer follows."""

SHORT_FINITE = frozenset("går står ser slår bor bur dør trår".split())
"""Present tenses too short to be known by their ending."""

OWNING = frozenset("sin sitt sine si".split())
"""Right after a name these make it an owner («kommunen sitt fagsystem»)."""

AFFIRMING_LABELS = frozenset("riktig rett bra godt ja bedre betre heller".split())
"""Labels of examples that the text recommends, as against PROHIBITION_LABELS."""

RULING = frozenset("dette slik ting skal må kan bør lov tillatt tillate greit rett bra".split())
"""With a denial, these make a heading or lead-in a ban on what stands under it, rather than a report."""

YES_MARKS = frozenset("ja x ✓ ✔ ✅ alltid".split())
NO_MARKS = frozenset(["nei", "", "-", "–", "—", "✗", "✘", "❌", "aldri", "nei, aldri"])
"""What a cell of a responsibility table says when it says no more than yes or no."""

PROHIBITION_LABELS = frozenset(
    """
    feil dårlig dårleg galt gal gale nei unngå ikke ikkje aldri uheldig forbudt unngås utenfor utanfor dont slutt
    """.split()
)
"""A column or label that holds one of these holds examples that the text rejects."""
