"""Words by their role in an English sentence, as far as the rules need them; all in lowercase."""

import re


def word_set(words: str) -> frozenset[str]:
    """Return the words in this text."""
    return frozenset(words.split())


DETERMINERS = word_set(
    "the a an this that these those my our your his her their its both some all any each every another several many "
    "more most few less enough such"
)
NUMBERS = word_set("one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred")
PREPOSITIONS = word_set(
    "about above across after against along among around as at before behind below beside between beyond by despite "
    "down during except for from in including inside into like near of off on onto out outside over past per plus "
    "regarding since than through throughout to toward towards under until up upon versus via vs with within without"
)
CONJUNCTIONS = word_set("and or but &")
CLAUSE_OPENERS = word_set("how why what when where which who whom whose whether that")
LINKS = PREPOSITIONS | CONJUNCTIONS | CLAUSE_OPENERS | {"to"}
SUBJECT_PRONOUNS = word_set("i we he she they you it there")
AUXILIARIES = word_set(
    "am is are was were be been has have had do does did will would can could shall should may might must it’s that’s "
    "there’s i’m i’ve i’d i’ll we’re we’ve we’d we’ll you’re you’ve you’d you’ll let’s he’s she’s they’re they’ve"
)
TIME_NOUNS = word_set(
    "day night week weekend month quarter year spring summer fall autumn winter morning afternoon evening time january "
    "february march april may june july august september october november december monday tuesday wednesday thursday "
    "friday saturday sunday"
)
TIME_NOUNS_IN_LOWERCASE = word_set(
    "day night week weekend month quarter year spring summer fall autumn winter morning afternoon evening time"
)
TIME_DETERMINERS = word_set("this last next every each")
TIME_ADVERBS = word_set(
    "today tomorrow yesterday tonight now soon there here too together again online overseas abroad"
)
PEOPLE = word_set(
    "people person persons men man women woman guy guys child children kid kids baby son sons daughter daughters wife "
    "husband partner mom mother dad father parent parents brother sister cousin uncle aunt grandson grandfather "
    "grandmother friend friends neighbor neighbors boss chief head lead team teams staff crew group board committee "
    "client clients company companies firm firms agency union government city school family department office public "
    "management hr patient patients student students assistant assistants intern interns nurse chef police "
    "crowd guest guests candidate candidates colleague colleagues someone everyone anybody nobody everybody dog dogs "
    "cat cats horse horses puppy"
)
PERSON_ENDINGS = ("er", "or", "ers", "ors", "ist", "ists", "ian", "ians", "ee", "ees", "man", "woman")
PLURALS_WITHOUT_S = word_set("people men women children staff police data criteria teeth feet mice")
MODIFIERS_IN_S = word_set(
    "sales operations systems logistics parts benefits sports electronics analytics robotics physics economics "
    "mathematics statistics news savings communications resources customs materials business process access "
    "plus continuous serious previous various famous obvious precious tedious this his its us bus gas lens always "
    "perhaps sometimes besides thus yes"
)
VERBS_3SG = word_set(
    "has is does likes loves enjoys plays sails runs hikes swims rides lives moves works starts opens begins ends "
    "wants needs makes takes goes comes gets sells builds buys uses grows leaves sounds looks seems means feels keeps "
    "helps hopes expects thinks says knows coaches collects speaks writes reads sings cooks bakes paints travels skis "
    "surfs bikes cycles knits teaches volunteers studies learns raises breeds owns drives flies fishes hunts climbs "
    "camps restores repairs follows watches supports brings gives tries spends believes cares manages leads gardens "
    "dances jogs rows skates golfs bowls boxes fosters roots grills brews kayaks commutes visits prefers remembers "
    "handles oversees reports joins serves meets became becomes"
)
PAST_VERBS = word_set(
    "was were had did grew went came built got met began left ran took taught spent bought wrote read rode sang swam "
    "won sold made moved worked lived studied started joined played served traveled travelled visited raised retired "
    "learned graduated used sailed hiked coached biked volunteered opened managed led"
)
BASE_VERBS = word_set(
    "ask be become bring call come explain find follow forget get give go have keep know learn let like make mention "
    "meet need say see send show take talk tell thank think try use want write add clarify expand improve remember "
    "apply start begin work move check help look visit join stay return live run hire speak do can should must would "
    "could will may might"
)
AMBIGUOUS_BASE_VERBS = word_set(
    "work move check help look visit stay return run hire start call need use show talk change"
)
"""Base verbs that are nouns, too: at the beginning of a fact, the next word decides."""
ADVERBS = word_set(
    "also still now just only really never always often currently recently once usually sometimes mostly mainly both "
    "already even actually truly personally"
)
NEGATIONS = word_set(
    "not no never none nothing nobody nowhere neither nor n/a na cannot cant dont didnt wasnt isnt wont doesnt"
)
UNSUITED = word_set(
    "everything anything something stuff things whatever "
    "died dies dying death dead passed cancer sick illness ill surgery hospital divorce divorced divorcing funeral "
    "lost loss accident fired layoff layoffs pregnant pregnancy disability disabled therapy depression miscarriage "
    "bankrupt bankruptcy lawsuit religion politics political arrested prison jail addiction widow widower burnout "
    "salary pay paid wage wages bonus money compensation overtime boring rude hate hated hates annoying annoyed "
    "terrible awful horrible awkward stupid weird bad worst worse unfair ugly nervous idiot dumb lied lazy "
    "unfortunately sorry embarrassing confidential secret gossip "
    "damn damned hell crap crappy shit shitty bullshit fuck fucking fucked ass asshole bitch bastard piss pissed wtf"
)
"""Words that a cheerful sentence must not be built around: vague words, misfortune, pay, complaints, profanity."""
TEXT_SPEAK = word_set("u ur thx tks pls plz lol omg btw idk imo gonna wanna gotta kinda dunno tbh")
FOREIGN_WORDS = word_set(
    "der das und ich sie mit für ist nicht ein eine zu den auf mich ihnen ihr sehr auch von haben wie wir im dem des "
    "la le de les je vous avec dans que une est notre votre sur nous merci à du aux leur leurs comment "
    "el los las y por para una su muy usted como más sobre cómo qué "
    "il che è sono molto grazie della nel dei delle gli "
    "het een ik voor niet dat mijn uw ook zeer hoe "
    "os em com uma seu minha muito obrigado na mais "
    "w z że się jest nie dziękuję bardzo pani oraz przez jak"
)
"""Short words of other languages that no English word is spelled like."""
PROPER_AND_ORDINARY = word_set(
    "excel python java word access teams oracle amazon apple windows office outlook slack zoom ruby rust swift mark "
    "bill rose will grace hope may march august china turkey polish english spanish french german reading bath jack "
    "frank grant dale dean rob pat sue art drew max amber crystal jade ivy daisy iris ford"
)
"""Words that are ordinary in lowercase and a name with a capital."""
FUNCTION_WORDS = (
    DETERMINERS | PREPOSITIONS | CONJUNCTIONS | CLAUSE_OPENERS | SUBJECT_PRONOUNS | AUXILIARIES | ADVERBS | VERBS_3SG
) | PAST_VERBS
UNCOUNTED = word_set(
    "work data control feedback software hardware welding staffing growth research progress travel music jazz rock "
    "chess golf tennis soccer football baseball basketball hockey yoga art history trust morale turnover quality "
    "health steel food waste energy weather coffee tea code flow throughput output input demand supply stock"
)
UNCOUNTED_ENDINGS = (
    "ness", "ity", "ety", "ment", "tion", "sion", "ance", "ence", "ancy", "ency", "acy", "ics", "ism", "ship", "ware",
    "age", "ture", "ing", "ery", "logy", "graphy",
)  # fmt: skip
"""Nouns that stand alone without an article, as “safety” does and “shift” does not."""
MALE, FEMALE = word_set("he his him he’s he’ll he’d"), word_set("she her hers she’s she’ll she’d")
REFLEXIVES = word_set("himself herself themselves themself")
_EDGES = "“”\"\N{LEFT SINGLE QUOTATION MARK}’'.,!?;:()…"
_SHORT_IN_ED = word_set("bed red shed sled med fed wed embed hundred sacred biped moped")


def bare(word: str) -> str:
    """Return the word in lowercase, without punctuation around it."""
    return word.strip(_EDGES).lower()


def is_plural(word: str) -> bool:
    """Return whether this noun looks like a plural."""
    if word.endswith(("’s", "ss", "us", "is")) or len(word) < 3 or word in MODIFIERS_IN_S:
        return word in PLURALS_WITHOUT_S
    return word.endswith(("s", "s’")) or word in PLURALS_WITHOUT_S


def is_person(word: str) -> bool:
    """Return whether this noun may be a person or a group of people."""
    return word in PEOPLE or (len(word) > 4 and word.endswith(PERSON_ENDINGS))


def is_uncounted(word: str) -> bool:
    """Return whether this noun stands without an article: “training”, “robots”."""
    return word in UNCOUNTED or word.endswith(UNCOUNTED_ENDINGS) or is_plural(word)


def is_past(word: str) -> bool:
    """Return whether this word looks like the past form of a verb."""
    regular = word.endswith("ed") and not word.endswith("eed") and len(word) > 3 and word not in _SHORT_IN_ED
    return regular or word in PAST_VERBS


def is_number(word: str) -> bool:
    """Return whether this word is a number, in digits or spelled out."""
    return word in NUMBERS or re.fullmatch(r"[$€£]?\d[\d.,/:%]*[a-z]{0,2}%?", word) is not None


def base_form(verb: str) -> str:
    """Return the base of a verb in the third person singular: “flies” becomes “fly”."""
    irregular = {"is": "are", "was": "were", "has": "have", "does": "do", "goes": "go"}
    if verb in irregular:
        return irregular[verb]
    if verb.endswith("ies") and len(verb) > 4:
        return f"{verb[:-3]}y"
    if verb.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith(("ss", "us")) else verb
