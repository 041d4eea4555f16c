"""What the form says about how it is filled in, after the guide to the local workshops (report 4/2022, appendix 5)."""

from __future__ import annotations

from reviewkit.check import Norms

GUIDE: tuple[tuple[bool, Norms], ...] = (
    (True, Norms(nb="Slik fyller gruppen ut skjemaet", nn="Slik fyller gruppa ut skjemaet")),
    (
        False,
        Norms(
            nb="Fremgangsmåten følger Helsetilsynets rapport 4/2022, kapittel 2.2 og vedlegg 5. Skriv gruppens navn "
            "øverst. Ta ikke hensyn til om det er hjemmel til å føre tilsyn med temaet.",
            nn="Framgangsmåten følgjer Helsetilsynet sin rapport 4/2022, kapittel 2.2 og vedlegg 5. Skriv namnet på "
            "gruppa øvst. Ta ikkje omsyn til om det er heimel til å føre tilsyn med temaet.",
        ),
    ),
    (True, Norms(nb="1. Velg ti", nn="1. Vel ti")),
    (
        False,
        Norms(
            nb="Les punktene hver for dere. Bli enige om de ti punktene med størst risiko, og skriv x i kolonnen "
            "«Blant de ti».",
            nn="Les punkta kvar for dykk. Bli einige om dei ti punkta med størst risiko, og skriv x i kolonnen «Blant "
            "dei ti».",
        ),
    ),
    (True, Norms(nb="2. Endre listen der den ikke passer", nn="2. Endre lista der ho ikkje passar")),
    (
        False,
        Norms(
            nb="Velg i kolonnen «Endring»: omformulert (skriv den nye ordlyden), slått sammen (skriv numrene det er "
            "slått sammen med, og sett verdiene på én av radene) eller tatt bort. Punkter som mangler, skrives "
            "nederst, på radene merket «ny», og kommer i tillegg til de ti.",
            nn="Vel i kolonnen «Endring»: omformulert (skriv den nye ordlyden), slått saman (skriv numra det er slått "
            "saman med, og set verdiane på éi av radene) eller teke bort. Punkt som manglar, skriv de nedst, på "
            "radene merkte «ny», og dei kjem i tillegg til dei ti.",
        ),
    ),
    (True, Norms(nb="3. Gi to verdier", nn="3. Gi to verdiar")),
    (
        False,
        Norms(
            nb="Gi hvert av punktene et helt tall fra 1 til 5 for sannsynlighet (hyppighet) og ett for konsekvens "
            "(alvorlighet). 1 er lav, 5 er høy. Skriv tallene selv; formler regnes ikke ut.",
            nn="Gi kvart av punkta eit heilt tal frå 1 til 5 for sannsyn (hyppigheit) og eitt for konsekvens (alvor). "
            "1 er lågt, 5 er høgt. Skriv tala sjølve; formlar blir ikkje rekna ut.",
        ),
    ),
    (True, Norms(nb="4. Årsaker for de tre øverste", nn="4. Årsaker for dei tre øvste")),
    (
        False,
        Norms(
            nb="For de tre punktene med høyest verdi: skriv mulige årsaker og hendelsesforløp. Nye punkter med like "
            "høy verdi kommer i tillegg.",
            nn="For dei tre punkta med høgast verdi: skriv moglege årsaker og hendingsgang. Nye punkt med like høg "
            "verdi kjem i tillegg.",
        ),
    ),
    (True, Norms(nb="Plenum", nn="Plenum")),
    (
        False,
        Norms(
            nb="Det plenum blir enige om, skrives i et skjema der «Fylt ut av» er plenum. Verdiene der gjelder foran "
            "gruppenes. Skriv ikke personopplysninger i skjemaet.",
            nn="Det plenum blir einige om, skriv de i eit skjema der «Fylt ut av» er plenum. Verdiane der gjeld "
            "framfor dei frå gruppene. Skriv ikkje personopplysningar i skjemaet.",
        ),
    ),
)
