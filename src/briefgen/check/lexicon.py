"""The words that rules look for, by language. English ones are looked for in every brief, since data are often English.

A language is added by a column of words here; rules on words then read it. `docs/rules.md` says which rules those are.
"""

from __future__ import annotations

import re
from functools import cache

LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
"""Languages whose words are known, by tag."""

WORDS: dict[str, dict[str, str]] = {
    "difference": {
        "en": r"differences?", "de": r"\w*(?:differenz|unterschied)\w*", "fr": r"différences?", "es": r"diferencias?",
    },
    "ratio": {
        "en": r"ratios?|(?-i:a?[OHR]R|IRR)|fold change", "de": r"\w*(?:quotient|verhältnis|ratio)\w*", "fr": r"rapports?",
        "es": r"razón|razones|cocientes?",
    },
    "modelled": {
        "en": r"odds|hazard|risk|rate|adjusted|standardi[sz]ed|geometric",
        "de": r"adjustierte?\w*|standardisierte?\w*|geometrische?\w*|\w*risiko",
        "fr": r"ajustée?s?|standardisée?s?|géométriques?|risques?|cotes",
        "es": r"ajustad[oa]s?|estandarizad[oa]s?|geométric[oa]s?|riesgos?|momios",
    },
    "clearance": {"en": r"clearance", "de": r"\w*clearance", "fr": r"clairance", "es": r"aclaramiento|depuración"},
    "half-life": {
        "en": r"half-?\s?life", "de": r"\w*halbwertszeit", "fr": r"demi-?\s?vie", "es": r"semivida|vida media",
    },
    "bioavailability": {
        "en": r"bioavailability", "de": r"bioverfügbarkeit", "fr": r"biodisponibilité", "es": r"biodisponibilidad",
    },
    "no share": {
        "en": r"changes?|increases?|decreases?|differences?|baseline|ratios?|recovery|relative|CV",
        "de": r"\w*änderung|zunahme|abnahme|anstieg|rückgang|ausgangswert|wiederfindung|relativ\w*",
        "fr": r"variation|augmentation|diminution|récupération|relati(?:f|ve)s?",
        "es": r"cambio|aumento|disminución|recuperación|relativ[oa]s?",
    },
    "safety": {
        "en": r"\w*safety\w*|tolerab\w*|adverse|side.effects?|dissociation|\w*toxic\w*",
        "de": r"\w*sicherheit\w*|verträglich\w*|unerwünscht\w*|nebenwirkung\w*|\w*toxi\w*|dissoziat\w*",
        "fr": r"sécurité|tolérance|indésirables?|effets? secondaires?|\w*toxi\w*|dissociation",
        "es": r"seguridad|tolerabilidad|advers[oa]s?|efectos? secundarios?|\w*tóxic\w*|toxicidad|disociación",
    },
    "benefit": {
        "en": r"differences?|respon\w+|remission|efficacy|MADRS|HAM-?D|survival|hazard|odds|scores?",
        "de": r"\w*differenz|\w*unterschied|\w*anspre\w+|remission|wirksamkeit|\w*überleben\w*|\w*punktwert\w*",
        "fr": r"différences?|réponses?|rémission|efficacité|survie|scores?",
        "es": r"diferencias?|respuestas?|remisión|eficacia|supervivencia|puntuación",
    },
    "promise": {
        "en": r"(?:is|are|was|proved?n?|both) (?:safe|effective)|safe and effective|better tolerated than|"
        r"favou?rable (?:side[- ]effect|safety|tolerability) profile|"
        r"(?:very|highly) (?:safe|effective)|breakthrough|miracle",
        "de": r"(?:ist|sind|war|waren) (?:sehr |hoch)?(?:sicher|wirksam)|sicher und wirksam\w*|besser verträglich als|"
        r"günstige\w* (?:sicherheits|nebenwirkungs|verträglichkeits)profil|hochwirksam\w*|durchbruch",
        "fr": r"(?:est|sont|était|étaient) (?:très )?(?:sûre?s?|efficaces?)|sûre?s? et efficaces?|mieux tolérée?s? que|"
        r"profil de (?:sécurité|tolérance) favorable|percée",
        "es": r"(?:es|son|era|eran) (?:muy )?(?:segur[oa]s?|efica(?:z|ces))|segur[oa]s? y efica(?:z|ces)|"
        r"mejor tolerad[oa]s? que|perfil de (?:seguridad|tolerabilidad) favorable|gran avance",
    },
    "approved": {
        "en": r"(?<!not )(?<!un)(?:approved|marketed|licensed|authorised)", "de": r"(?<!nicht )zugelassen|im handel",
        "fr": r"(?<!non )autorisée?|commercialisée?", "es": r"(?<!no )autorizad[oa]|comercializad[oa]",
    },
    "unapproved": {
        "en": r"not (?:an )?(?:approved|marketed|licensed|authorised)|investigational|unapproved",
        "de": r"nicht zugelassen\w*|in erprobung|prüfpräparat\w*",
        "fr": r"non autorisée?|expérimentale?", "es": r"no autorizad[oa]|en investigación|experimental",
    },
    "numbered": {
        "en": r"table|tab\.|figure|fig\.|scheme", "de": r"tabelle|abbildung|abb\.|schema", "fr": r"tableau|schéma",
        "es": r"tabla|figura|esquema",
    },
    "spread": {
        "en": r"(?-i:SDs?|SEs?|SEM|CI|IQR)|s\.d\.|s\.e\.|standard (?:deviation|error)s?",
        "de": r"standardabweichung(?:en)?|standardfehler|(?-i:KI)", "fr": r"écarts?-types?|erreurs?[- ]types?|(?-i:ET|IC)",
        "es": r"desviación (?:estándar|típica)|error estándar|(?-i:DE|EE|IC)",
    },
    "announced": {
        "en": r"formerly|previously|also|also called|also known as|once|or|=",
        "de": r"früher|vormals|ehemals|auch|oder|sonst", "fr": r"anciennement|auparavant|aussi|ou|dit",
        "es": r"antes|anteriormente|también|o|llamad[oa]",
    },
    "called": {
        "en": r"call(?:s|ed)?|named|termed|formerly", "de": r"genannt|heißt|nennen|früher", "fr": r"appelée?s?|nommée?s?",
        "es": r"llamad[oa]s?|denominad[oa]s?|llaman",
    },
    "regimen": {
        "en": r"(?:bi-?|semi-?)?weekly|(?:twice|once|thrice) (?:weekly|daily|monthly)|daily|monthly|"
        r"every (?:\d+|two|three|four|other) \w+",
        "de": r"(?:zweimal |dreimal )?(?:wöchentlich|täglich|monatlich)|alle (?:\d+|zwei|drei|vier) (?:wochen|tage|monate)",
        "fr": r"(?:deux |trois )?(?:une )?fois par (?:jour|semaine|mois)|hebdomadaire|"
        r"toutes les (?:\d+|deux|trois|quatre) semaines|tous les (?:\d+|deux|trois) jours",
        "es": r"(?:una vez|dos veces|tres veces) (?:al día|a la semana|al mes)|semanal(?:mente)?|diari[oa](?:mente)?|"
        r"cada (?:\d+|dos|tres|cuatro) (?:semanas|días|meses)",
    },
    "measure": {
        "en": r"min(?:utes?)?|hours?|days?|weeks?|months?|years?|points?|fold",
        "de": r"minuten?|stunden?|tagen?|tage?|wochen?|monaten?|monate?|jahren?|jahre?|punkten?|punkte?",
        "fr": r"minutes?|heures?|jours?|semaines?|mois|ans?|points?",
        "es": r"minutos?|horas?|días?|semanas?|mes(?:es)?|años?|puntos?",
    },
    "named": {
        "en": r"version|section|table|figure|fig\.|part|phase|chapter|step|grade|stage|type|level|no\.|number|"
        r"equation|v\.?|of",
        "de": r"abschnitt|tabelle|abbildung|abb\.|teil|kapitel|schritt|grad|stadium|typ|stufe|nr\.|nummer|gleichung|von",
        "fr": r"tableau|partie|chapitre|étape|stade|niveau|n°|numéro|équation|sur",
        "es": r"sección|tabla|figura|parte|fase|capítulo|paso|grado|estadio|tipo|nivel|n\.º|número|ecuación|de",
    },
    "level": {
        "en": r"level|significance|threshold|confidence", "de": r"-?\w*(?:niveau|intervall\w*|signifikanz\w*|schwelle)|-?KI",
        "fr": r"niveau|seuil|confiance", "es": r"nivel|umbral|confianza",
    },
    "people": {
        "en": r"patients?|participants?|subjects?|volunteers?|animals?|men|women|adults?|children",
        "de": r"patient(?:en|innen)?|teilnehmer(?:n|innen)?|probanden|tieren?|tiere|männern?|frauen|erwachsenen?|kindern?",
        "fr": r"patiente?s?|participante?s?|volontaires|animaux|hommes|femmes|adultes|enfants",
        "es": r"pacientes?|participantes?|voluntari[oa]s|animales|hombres|mujeres|adultos|niños",
    },
}  # fmt: skip
"""Each a pattern by language, matched as whole words whatever the case."""

SPECIES = {
    "mouse": "mouse|mice|maus|mäuse|souris|ratón|ratones", "rat": "rat|rats|ratte|ratten|rata|ratas",
    "monkey": "monkey|monkeys|affe|affen|singe|singes|mono|monos", "dog": "dog|dogs|hund|hunde|chien|chiens|perro|perros",
    "human": "human|humans|man|mensch|menschen|homme|humain|humano|humanos",
}  # fmt: skip
"""Species by their English name, and how they are written."""

COMMA = ("de", "fr", "es", "it", "nl", "pt", "da", "sv", "nb", "fi", "pl", "cs", "ru")
"""Languages that write a comma as the decimal sign."""


def base(lang: str) -> str:
    """The language of a tag, without its region."""
    return lang.partition("-")[0].lower()


def alternatives(concept: str, lang: str) -> str:
    """The words for a concept, in English and in the language of a brief, as a group of alternatives."""
    found = WORDS[concept]
    own = found.get(base(lang), "")
    return f"(?:{found['en']}{f'|{own}' if own and own != found['en'] else ''})"


@cache
def words(concept: str, lang: str) -> re.Pattern[str]:
    """The words for a concept, found as whole words in a text of a language."""
    return re.compile(rf"(?<!\w){alternatives(concept, lang)}(?!\w)", re.IGNORECASE)


@cache
def species(written: str) -> str:
    """The English name of a species, however it is written; empty for others."""
    return next((name for name, forms in SPECIES.items() if written.strip().lower() in forms.split("|")), "")
