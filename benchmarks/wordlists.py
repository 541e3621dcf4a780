"""The words that invented interviews are made of: everyday ones, and a long tail of compounds and names.

Nothing here belongs to the field of the shipped codebook; what carries a code is put in by ``talk``.
"""

from itertools import product


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


NOUNS = words(
    """
    morning afternoon evening weekend summer winter garden kitchen window door table chair roof floor wall
    road bridge river lake hill valley field fence gate barn tractor truck car bicycle engine wheel tire
    radio phone letter box bag basket shelf drawer cup plate bowl spoon knife pan oven stove fridge
    soup bread cheese apple peach tomato pepper onion bean corn rice egg chicken fish cake pie coffee tea
    dog cat horse goat cow hen bird fox deer bee tree leaf branch root seed flower grass weed soil rock
    rain snow wind storm cloud sun moon star shadow fire smoke ash candle lamp battery wire cable screen
    song guitar drum choir concert movie book page story map picture camera frame paint brush ladder hammer
    nail saw drill bolt screw board brick pipe valve pump hose bucket shovel rake mower ticket bus train
    station airport hotel market store bakery library museum park bench pool beach boat fishing net
    recipe meal lunch dinner breakfast snack birthday wedding parade festival game match ball bat glove
    """
)

VERBS = words(
    """
    walk cook paint plant water clean wash fix patch build carry lift push pull open close fill empty
    pack stack sort count measure mix pour stir bake roast boil freeze cool warm light play watch listen
    look laugh talk wait start finish follow pass cross climb jump kick throw catch fold cut trim rake
    mow dig polish scrub rinse borrow lend trade collect gather pick save waste order deliver park stay
    wander travel sail row camp hike photograph sketch hum whistle practise remember mention notice enjoy
    like love prefer miss hope guess wonder bother manage handle turn change move add remove
    """
)

ADJECTIVES = words(
    """
    old new big small long short wide narrow high low warm cold hot cool wet dry clean dirty bright dark
    loud quiet quick slow easy simple plain fancy cheap heavy light thick thin sharp dull smooth rough
    sweet sour bitter salty fresh stale ripe green red blue yellow brown grey white black purple round
    square flat steep crooked straight broken spare empty full early late busy lazy funny odd lovely
    terrible pretty decent proper regular usual strange wooden rusty dusty muddy sunny windy foggy
    """
)

ADVERBS = words(
    """
    really pretty mostly usually often sometimes rarely slowly quickly early late again already almost
    maybe probably basically actually honestly eventually suddenly gradually together outside inside
    upstairs downstairs nearby somewhere everywhere anyway instead still just only even
    """
)

PEOPLE = (
    "my neighbor", "my brother", "my uncle", "my cousin", "the guy next door", "the mailman", "our landlord",
    "a friend", "the baker", "the mechanic", "the coach", "the pastor", "the fellow at the counter",
    "some tourist", "the bus driver",
)  # fmt: skip

NUMBERS = words(
    """
    two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty
    """
)

TIMES = (
    "last year", "last spring", "this morning", "on Sundays", "in the old days", "every summer", "at noon",
    "before lunch", "after dinner", "most evenings", "once in a while", "the other day", "back in June",
    "around Christmas", "all afternoon", "for a while", "at the time", "a while ago", "these days",
)  # fmt: skip

_COMPOUND_FIRST = words(
    """
    apple ash barley barn bay bell berry birch black blue brick bridge broom butter candle cart cedar chalk
    cherry clay clover coal copper corn cotton cow cream creek dew dish door down drift dust earth egg elm
    fern fiddle field fire flax flint flower fog fox frost garden gate glass gold goose grain grape grass
    green hail hand harvest hawk hay hazel hearth hedge hen herb hill honey hop horn horse ice iron ivy
    kettle lake lamb lamp lark leaf lime linen maple marsh meadow milk mill mint moon moss mud mulberry oak
    oat olive orchard oven owl paper peach pear pebble pepper pine plow plum pond poplar quilt rain reed
    river rock rope rose rye sail salt sand sea seed sheep shell silk silver sky snow spring star steam stone
    straw stream sun swan thistle thorn thunder timber turf twine vine wagon walnut water wax wheat wheel
    willow wind wine winter wood wool yarn
    """
)

_COMPOUND_LAST = words(
    """
    bank basket bed bell bench bloom board boat bottle bowl box branch brush bucket bush cake cap cart case
    chest cloth coat cover crop dish drift fall field floor frame garden gate glass grove hat head hill hook
    house jar keeper kettle ladder land lane light line lock loft maker mat mill mark nest note pad pan path
    piece pit plate pole pond pot press rack rail ridge road roof room root rope sack shade shed shelf shop
    side skin smith spoon stack stall stand stick stool store storm table tail tank top tower trail tray
    tree trough tub wagon walk wall ward ware wash way weed wheel wind worker yard
    """
)

_NAME_FIRST = words(
    """
    Al An Ar Bar Bel Ben Ber Bran Bren Cal Cam Car Cas Chad Clar Col Cor Dal Dan Del Den Dor Dun El Em Er
    Fair Fen Fin Gar Glen Gran Hal Ham Har Haw Hol Ing Jas Kel Ken Kin Lam Lan Lar Len Lin Lor Mal Mar Mel
    Mer Mil Mor Nan Nel Nor Or Os Pen Per Pres Quin Ral Ram Ren Ros Row Rus Sal San Sel Shel Sher Stan Sut
    Tam Tan Ter Thor Tol Tor Tren Val Ver Wal War Wes Whit Wil Win Yar Yor Zel
    """
)
_NAME_LAST = words(
    """
    a abel ander berg bert bridge brook burn bury by combe cott dale den derson dick don dra duff ell ence
    er ette field fold ford gate gan ger grave ham hart haven hurst ian ick ida ina ing ington ison ita kin
    land leigh ler ley lin ling lock low man mere mond mont more nard ner ness nell o olds over ren ridge rick
    rington ron rose row sby sen shaw sley smith son stead stock stone ston ter ther thorpe ton tree vale vern
    ville wald ward way wells wick win wood worth wyn
    """
)

COMPOUNDS = tuple(a + b for a, b in product(_COMPOUND_FIRST, _COMPOUND_LAST) if a != b)
NAMES = tuple(a + b for a, b in product(_NAME_FIRST, _NAME_LAST))

# Ways to say nothing much, which is what most of an interview is made of. A name in braces is a word of
# that kind: see ``talk``.
SAID = (
    "I {verb} the {noun} {time}",
    "we had a {adjective} {noun} behind the {compound}",
    "there was this {adjective} {compound} near {name}",
    "they would {verb} it {adverb} and then {verb} it again",
    "it was {adverb} {adjective}, you know, with the {noun} and all",
    "{person} said the {noun} was {adverb} {adjective}",
    "I don't know if you have seen the {compound} over in {name}",
    "I think it's about {number} {noun}s, give or take",
    "you get used to the {noun} and the {adjective} {noun}",
    "so I got up and {verb}ed the {noun}, and that was that",
    "we were {adverb} trying to {verb} the {noun} with a {compound}",
    "he's the one who likes to {verb} by the {compound}",
    "she's from {name}, and her {noun} is as {adjective} as ours",
    "if it isn't {adjective} then I'm not going to {verb} it",
    "what I do is I {verb} the {noun} first, and then the {compound}",
    "and {name} comes over {time} to {verb} a {noun}",
    "{name}'s {compound} was the first one in {name}",
    "I bought the {compound} from {name} and the {compound} from {name}'s {noun}",
    "we took the {compound}s over to {name}, past the {compound}",
    "I wouldn't {verb} that {noun} for anything",
    "when the {noun} gets {adjective} you have to {verb} it",
    "there are {number} of them on the {compound} by the {noun}",
    "we never did find the {adjective} {noun}",
    "that's just how the {compound} is around here",
    "I was at the {noun} {time} with {person}",
    "they have a {noun} and no {noun}, so they {verb} a {compound}",
    "it takes {number} minutes to get from the {noun} to {name}",
    "you can't {verb} a {compound} without a {adjective} {noun}",
    "my {noun} is {adjective} but it's a good {noun}",
    "and I said, well, {verb} it {adverb}, then",
    "because the {noun} in {name} was {adjective} before we {verb}ed it",
    "people {verb} things like that {time}, I suppose",
    "I need a {noun} like that for the {compound}",
    "nobody had a {noun} that could {verb} a {compound}",
    "the {compound}s are {adjective}er than they look",
    "it's the same {noun} they had at the {compound} {time}",
    "we would go out to {name} and {verb} till it was {adjective}",
    "the {adjective} ones go by the {noun}, the others by the {compound}",
    "I told {person} that {name} has the {adjective} {noun}",
    "and then it all went {adverb} {adjective}",
    "some of it was {adjective}, and some of it was in the {noun}",
)

ASKED = (
    "And how was the {noun}?",
    "What do you do with the {compound}?",
    "Can you tell me more about the {adjective} {noun}?",
    "So you would {verb} it {time}?",
    "When did you first {verb} a {noun}?",
    "Did you say {name}?",
    "How many {noun}s are there?",
    "Who would {verb} that?",
    "What was it like at the {noun} {time}?",
    "Where is that {compound}, near {name}?",
)

OPENERS = (
    "", "", "", "", "", "Well, ", "So, ", "I mean, ", "You know, ", "Um, ", "Yeah, ", "And ", "But ",
    "Honestly, ", "Like I said, ", "Let me think, ", "Oh, ", "Okay, ", "Right, so ", "The thing is, ",
)  # fmt: skip
