"""What the server itself says, in the reader's language."""

from __future__ import annotations

from reviewkit.model import Language

WORDS: dict[str, dict[Language, str]] = {
    "too-large": {
        "nb": "Rutinen er for stor til å gjennomgås mens du skriver ({size} kB); kjør reviewkit check.",
        "nn": "Rutinen er for stor til å bli gjennomgått medan du skriv ({size} kB); køyr reviewkit check.",
        "en": "The routine is too large to be reviewed while you write ({size} kB); run reviewkit check.",
    },
    "broken": {
        "nb": "reviewkit gjennomgår ikke rutinene før dette er rettet: {error}",
        "nn": "reviewkit går ikkje gjennom rutinane før dette er retta: {error}",
        "en": "reviewkit reviews no routines until this is mended: {error}",
    },
    "bad-day": {
        "nb": "reviewkit.today skal være en dato som 2026-12-01; dagens dato brukes.",
        "nn": "reviewkit.today skal vere ein dato som 2026-12-01; dagens dato blir brukt.",
        "en": "reviewkit.today must be a date like 2026-12-01; today's date is used.",
    },
    "bad-language": {
        "nb": "reviewkit.language skal være nb, nn eller en; språket i konfigurasjonen brukes.",
        "nn": "reviewkit.language skal vere nb, nn eller en; språket i konfigurasjonen blir brukt.",
        "en": "reviewkit.language must be nb, nn or en; the configured language is used.",
    },
    "law": {"nb": "Grunnlag", "nn": "Grunnlag", "en": "Basis"},
    "source": {"nb": "Kilde", "nn": "Kjelde", "en": "Source"},
    "quality": {"nb": "Målt ved første blikk", "nn": "Målt ved første blikk", "en": "Measured at first look"},
    "measured": {
        "nb": "{correct} av {found} funn var rette; {met} av {breaches} brudd ble funnet",
        "nn": "{correct} av {found} funn var rette; {met} av {breaches} brot vart funne",
        "en": "{correct} of {found} findings were correct; {met} of {breaches} breaches were found",
    },
    "not-measured": {"nb": "ikke målt", "nn": "ikkje målt", "en": "not measured"},
    "remedy": {"nb": "Gjør slik", "nn": "Gjer slik", "en": "Do this"},
    "page": {"nb": "Hele siden", "nn": "Heile sida", "en": "The whole page (in Norwegian)"},
    "allowed": {"nb": "Tillatte verdier", "nn": "Tillatne verdiar", "en": "Allowed values"},
    "in-force": {"nb": "er i kraft", "nn": "er i kraft", "en": "is in force"},
    "law-known": {
        "nb": "er i kraft; registeret kjenner ikke paragrafene",
        "nn": "er i kraft; registeret kjenner ikkje paragrafane",
        "en": "is in force; the register does not know its sections",
    },
    "repealed-law": {"nb": "loven er opphevet", "nn": "lova er oppheva", "en": "the act is repealed"},
    "not-in-force": {"nb": "loven er ikke i kraft", "nn": "lova er ikkje i kraft", "en": "the act is not in force"},
    "repealed-section": {"nb": "er opphevet", "nn": "er oppheva", "en": "is repealed"},
    "unknown-section": {
        "nb": "finnes ikke i registeret", "nn": "finst ikkje i registeret", "en": "is not in the register",
    },
    "unknown-law": {
        "nb": "loven står ikke i registeret", "nn": "lova står ikkje i registeret",
        "en": "the act is not in the register",
    },
    "allow": {
        "nb": "Tillat {code} her, med grunn", "nn": "Tillat {code} her, med grunn",
        "en": "Allow {code} here, with a reason",
    },
    "fix-all": {
        "nb": "Gjør alle trygge rettelser", "nn": "Gjer alle trygge rettingar", "en": "Apply all safe fixes",
    },
    "key": {"nb": "metadata", "nn": "metadata", "en": "metadata"},
    "reason": {"nb": "skriv grunnen her", "nn": "skriv grunnen her", "en": "write the reason here"},
}  # fmt: skip

KEYS: dict[str, dict[Language, str]] = {
    "id": {
        "nb": "Rutinens navn for andre rutiner: små bokstaver a–z, tall og bindestrek, likt ingen annen.",
        "nn": "Namnet på rutinen for andre rutinar: små bokstavar a–z, tal og bindestrek, likt ingen annan.",
        "en": "The routine's name to other routines: letters a–z, digits and hyphens, unlike all others.",
    },
    "tittel": {"nb": "Tittelen på rutinen.", "nn": "Tittelen på rutinen.", "en": "The routine's title."},
    "spraak": {
        "nb": "Målformen rutinen er skrevet i.", "nn": "Målforma rutinen er skriven i.",
        "en": "The language the routine is written in.",
    },
    "forvaltning": {
        "nb": "Hvem som har ansvaret for tjenestene; avgjør hvilke regler som gjelder.",
        "nn": "Kven som har ansvaret for tenestene; avgjer kva reglar som gjeld.",
        "en": "Who is responsible for the services; decides which rules apply.",
    },
    "tjenester": {
        "nb": "Tjenestene rutinen gjelder.", "nn": "Tenestene rutinen gjeld.", "en": "The services it is about.",
    },
    "kanaler": {
        "nb": "Kanalene rutinen brukes i.", "nn": "Kanalane rutinen blir brukt i.", "en": "The channels it is used in.",
    },
    "eier": {
        "nb": "Enheten som eier rutinen, ikke en person.", "nn": "Eininga som eig rutinen, ikkje ein person.",
        "en": "The unit that owns the routine, not a person.",
    },
    "status": {
        "nb": "Om rutinen er under arbeid, i bruk eller utgått.",
        "nn": "Om rutinen er under arbeid, i bruk eller utgått.",
        "en": "Whether it is a draft, in use or retired.",
    },
    "gyldig_fra": {
        "nb": "Første dag rutinen gjelder (ÅÅÅÅ-MM-DD).", "nn": "Første dagen rutinen gjeld (ÅÅÅÅ-MM-DD).",
        "en": "The first day it holds (YYYY-MM-DD).",
    },
    "revideres_innen": {
        "nb": "Siste dag før rutinen skal være revidert (ÅÅÅÅ-MM-DD).",
        "nn": "Siste dagen før rutinen skal vere revidert (ÅÅÅÅ-MM-DD).",
        "en": "The day by which it must be revised (YYYY-MM-DD).",
    },
    "hjemmel": {
        "nb": "Lovbestemmelsene som gir NKS oppgaven.", "nn": "Lovføresegnene som gir NKS oppgåva.",
        "en": "The provisions that give NKS the task.",
    },
    "gjelder": {
        "nb": "Lovbestemmelsene rutinen handler om.", "nn": "Lovføresegnene rutinen handlar om.",
        "en": "The provisions that the routine is about.",
    },
    "videre_til": {
        "nb": "Id-ene til rutinene som henvendelsen går videre til.",
        "nn": "Id-ane til rutinane som førespurnaden går vidare til.",
        "en": "The ids of the routines that a call is handed over to.",
    },
    "hast": {
        "nb": "Om rutinen handler om det som haster.", "nn": "Om rutinen handlar om det som hastar.",
        "en": "Whether it is about what is urgent.",
    },
    "type": {
        "nb": "Om rutinen er veiledning eller intern.", "nn": "Om rutinen er rettleiing eller intern.",
        "en": "Whether it is guidance or internal.",
    },
}  # fmt: skip
"""What each key of the front matter is for."""


def say(key: str, language: Language, **details: object) -> str:
    """A text with its details put in, in one pass."""
    parts = WORDS[key][language].split("{")
    return parts[0] + "".join(f"{details[name]}{rest}" for name, _, rest in (part.partition("}") for part in parts[1:]))
