"""Short forms and other spellings of first names, in lower case."""

# The spellings of one first name, and its short forms.
_NAMES = (
    ({"alexander"}, {"alex", "sasha"}),
    ({"alexandra"}, {"alex", "sasha", "lexi"}),
    ({"andrew"}, {"andy", "drew"}),
    ({"anthony"}, {"tony"}),
    ({"barbara"}, {"barb"}),
    ({"benjamin"}, {"ben"}),
    ({"charles"}, {"charlie", "chuck"}),
    ({"christine", "christina"}, {"chris", "tina"}),
    ({"christopher"}, {"chris"}),
    ({"daniel"}, {"dan", "danny"}),
    ({"david"}, {"dave"}),
    ({"deborah"}, {"deb", "debbie"}),
    ({"edward"}, {"ed", "ted", "eddie", "ned"}),
    ({"elizabeth"}, {"liz", "beth", "lisa", "lizzy", "betty", "eliza"}),
    ({"gregory"}, {"greg"}),
    ({"henry"}, {"harry", "hank"}),
    ({"james"}, {"jim", "jimmy"}),
    ({"jennifer"}, {"jen", "jenny"}),
    ({"john"}, {"jack", "johnny"}),
    ({"joseph"}, {"joe", "joey"}),
    ({"katherine", "catherine"}, {"kate", "kathy", "cathy", "katie"}),
    ({"lawrence"}, {"larry"}),
    ({"margaret"}, {"maggie", "meg", "peggy"}),
    ({"matthew"}, {"matt"}),
    ({"michael"}, {"mike", "mick"}),
    ({"nicholas"}, {"nick"}),
    ({"patricia"}, {"pat", "patty", "tricia", "trish"}),
    ({"peter"}, {"pete"}),
    ({"rebecca"}, {"becky"}),
    ({"richard"}, {"rick", "dick", "rich"}),
    ({"robert"}, {"bob", "rob", "bobby"}),
    ({"samantha"}, {"sam"}),
    ({"samuel"}, {"sam"}),
    ({"steven", "stephen"}, {"steve"}),
    ({"susan", "suzanne"}, {"sue", "susie"}),
    ({"theodore"}, {"ted", "theo"}),
    ({"thomas"}, {"tom", "tommy"}),
    ({"william"}, {"bill", "will", "billy"}),
)


def nicknames_of(first_name: str) -> frozenset[str]:
    """Return the short forms of this first name."""
    return frozenset(short for spellings, forms in _NAMES if first_name in spellings for short in forms)


def are_forms_of_one_name(one: str, other: str) -> bool:
    """Return whether both words are spellings or short forms of one first name."""
    return any({one, other} <= spellings | forms for spellings, forms in _NAMES)
