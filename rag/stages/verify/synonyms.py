"""Words that a light paraphrase may exchange: written for this project, one group of equals a line.

Only words that keep a sentence true stand together. A word may be in several groups.
"""

from __future__ import annotations

from functools import lru_cache

from rag.stages.language.words import stem

_GROUPS = """
say state tell declare remark note comment mention
add say
announce declare proclaim unveil
report say tell
claim assert maintain contend
argue contend insist maintain
warn caution alert
explain clarify
describe characterise characterize portray
emphasise emphasize stress underline underscore highlight
admit acknowledge concede
urge call exhort press encourage
demand require insist
ask request
promise pledge vow
propose suggest recommend
criticise criticize condemn denounce slam blast
praise commend laud applaud hail
thank
support back endorse favour favor
oppose reject resist
agree accept consent
approve endorse pass authorise authorize ratify
refuse decline reject
deny dispute rebut
begin start commence launch
end finish conclude complete
stop halt cease
continue proceed persist keep
buy purchase acquire
sell
obtain get acquire receive gain secure
give provide supply offer grant
send dispatch ship
carry transport bring take
bring take carry
deport remove expel
repatriate return
return repatriate
flee escape
leave depart exit
arrive come reach land
go travel head
visit tour
meet encounter
hold keep
hold host stage organise organize
organise organize arrange
arrest detain apprehend capture seize
detain hold
imprison jail incarcerate
free release liberate
kill slay
die perish
injure wound hurt
hurt harm
attack assault
bomb bombard shell
destroy demolish wreck ruin level
damage harm
burn torch
build construct erect
create establish found form
establish found
make create produce
produce make manufacture
manufacture produce
develop create
design devise
repair fix mend
rebuild reconstruct
increase rise grow climb
rise climb grow increase go
soar surge jump leap skyrocket rocket
decrease fall decline drop dip lower
fall drop decline slip sink tumble plunge
drop fall decrease decline
plunge plummet tumble slump
reduce cut lower decrease lessen slash
cut slash reduce trim
raise increase lift boost
boost raise strengthen increase
strengthen reinforce bolster
weaken undermine erode
expand enlarge widen broaden extend
shrink contract
double
help assist aid
assistance aid help
protect safeguard shield guard
defend protect
prevent stop block bar
ban prohibit forbid outlaw bar
allow permit let enable
force compel oblige
require need
need require
use utilise utilize employ
try attempt seek endeavour endeavor strive
seek try want look
want wish desire
plan intend aim
hope wish
expect anticipate foresee
predict forecast project
believe think
think believe feel
know
learn discover find
find discover locate
show reveal demonstrate indicate
reveal disclose expose uncover
indicate suggest signal
confirm verify
investigate probe examine
probe investigation inquiry enquiry
examine inspect study review
study research
search hunt
see witness observe view
watch observe monitor
hear
choose select pick elect
elect choose
appoint name
nominate name
dismiss fire sack oust
resign quit step
replace succeed
lead head direct
head lead chief
run operate manage administer
manage run handle
control
own possess
include contain comprise
contain hold
involve include
win
beat defeat
defeat beat
lose
earn make
pay fund finance
fund finance bankroll
cost
spend
accuse blame
sue
sentence
convict
try
sign ink
reach achieve attain
achieve accomplish attain
succeed
fail
happen occur take
last take
occur happen
cause trigger provoke prompt spark
prompt trigger cause lead
affect influence impact
change alter modify
replace substitute
move shift relocate
relocate move
close shut
open
cancel scrap abandon
delay postpone defer
cross
enter
join
share
divide split
unite
gather assemble
protest demonstrate rally
demonstration protest rally march
demonstrator protester
strike walkout stoppage
vote ballot
debate discuss
discuss talk
talk conversation discussion
negotiation talk
negotiate bargain
deal agreement accord pact
agreement accord pact deal treaty
treaty agreement pact
contract agreement
law legislation
legislation bill
bill legislation measure
rule regulation
regulation rule
ruling decision judgment judgement verdict
decision ruling
plan scheme proposal
proposal plan
programme program scheme
project scheme
policy
initiative effort programme program
effort attempt bid
attempt bid effort try
campaign drive
crisis emergency
problem issue difficulty
issue matter topic subject
question
danger threat risk
dangerous hazardous perilous risky unsafe
threat danger menace
war conflict
conflict fighting clash
fighting combat battle
battle fight
attack assault strike raid
strike attack
violence unrest
riot unrest
explosion blast
blast explosion
bomb explosive
gun firearm weapon
weapon arm
fire blaze
blaze fire
flood flooding
storm tempest
earthquake quake tremor
accident crash
crash collision
victim casualty
death fatality
injury wound
illness disease sickness
disease illness
doctor physician
physician doctor
nurse
hospital
medicine drug medication
drug medicine medication
patient
vaccine jab
child kid youngster
kid child
youth youngster teenager
teenager teen adolescent
man
woman
people person
person individual people
resident inhabitant
citizen national
national citizen
migrant immigrant
immigrant migrant
refugee
worker employee labourer laborer
employee worker staff
staff employee personnel
boss chief
leader head chief
chief head leader
official officer
soldier troop serviceman
troop soldier force
army military
military army armed
policeman policewoman officer
police officer
lawyer attorney
attorney lawyer
judge magistrate
legislator lawmaker parliamentarian
lawmaker legislator
politician
spokesman spokeswoman spokesperson
expert specialist
scientist researcher
researcher scientist
analyst expert
teacher educator
student pupil
pupil student schoolchild
author writer
writer author
journalist reporter correspondent
reporter journalist
artist
owner
buyer purchaser
seller vendor
customer client shopper
company firm business corporation enterprise
firm company business
business company firm
organisation organization body group
group organisation organization
agency body
government administration authority
administration government
authority
parliament legislature
country nation state
nation country
city town
town city
village hamlet
region area
area region zone district
district area neighbourhood neighborhood
neighbourhood neighborhood district
border frontier boundary
frontier border
home house residence
house home
building structure
road street highway
street road
motorway highway freeway expressway
car automobile vehicle
vehicle car
lorry truck
truck lorry
plane aircraft aeroplane airplane jet airliner
aircraft plane jet
jet plane aircraft
flight
ship vessel boat
boat vessel
vessel ship boat
train
airport airfield
harbour harbor port
port harbour harbor
money cash fund
cash money
price cost
cost price expense
expense cost
fee charge
wage pay salary
salary pay wage
profit earning gain
loss
tax levy duty
tariff duty levy
budget
economy
job post position
post position job
unemployment joblessness
jobless unemployed
trade commerce
market
goods product
product item
item article
food
harvest crop
crop harvest
farmer grower
farm
oil petroleum crude
petrol gasoline
gasoline petrol gas
electricity power
energy power
temperature
rain rainfall
drought
climate
environment
forest woodland
river
mountain peak
ocean sea
coast shore coastline seaside
shore coast
beach
island isle
school
university college
college university
class lesson
exam examination test
test trial
book volume
film movie picture
movie film
song
music
game match
match game
team side squad
side team
player
fan supporter
supporter backer fan
opponent rival
rival opponent competitor
competition contest tournament
contest competition
prize award
award prize
medal
record
result outcome
outcome result
effect impact consequence result
consequence result effect
reason cause
cause reason
goal aim objective target
target goal aim
aim goal purpose objective
purpose aim goal
chance opportunity
opportunity chance
method way technique
way manner method
technique method
tool instrument
instrument tool
device gadget instrument
machine
technology
computer
internet web
website site
telephone phone
phone telephone
message
letter
document paper
paper document
report document account
account report
statement
speech address
address speech
interview
news
newspaper paper daily
magazine
programme show
photograph photo picture image
photo photograph picture
picture image photo
image picture
video footage
number figure total
figure number statistic
total sum
amount quantity sum
quantity amount
majority most
average mean
share portion proportion
portion part share
part portion section
section part
beginning start
start beginning outset
end finish close conclusion
middle centre center
centre center
top
edge
big large huge
large big sizable sizeable
huge enormous massive vast giant immense
enormous huge vast massive
massive huge enormous
small little tiny
tiny small minute
important significant key crucial
significant important considerable substantial
substantial considerable significant
crucial key vital critical essential
key main principal crucial
main principal chief primary key major
major main significant big
principal main chief
whole entire complete
entire whole
complete full total
full complete
total complete
new fresh
recent latest
old ancient elderly
elderly old aged
young youthful
modern contemporary
early
late
fast quick rapid swift speedy
quick fast rapid
rapid quick fast
quickly rapidly swiftly fast
rapidly quickly fast
slow
slowly gradually
sharply steeply
sharp steep
strong powerful
powerful strong mighty
weak feeble
hard difficult tough
difficult hard tough
tough hard difficult
easy simple
simple easy
rich wealthy affluent
wealthy rich
poor impoverished
cheap inexpensive
expensive costly
costly expensive
beautiful lovely
happy glad pleased
pleased happy glad
sad unhappy
angry furious
afraid scared frightened fearful
worry concern
worried concerned anxious
concern worry
famous renowned celebrated well-known
popular
common widespread
rare uncommon
usual normal
normal ordinary usual
strange odd unusual
different distinct
similar alike
same identical
various several
several multiple
many numerous
numerous many
enough sufficient
additional extra more further
extra additional
near close nearby
nearby near
far distant
empty vacant
sick ill unwell
ill sick
dead deceased
alive living
safe secure
secure safe
free
legal lawful
illegal unlawful illicit
unlawful illegal
unlawfully illegally
illegally unlawfully
guilty
innocent
true
false untrue
wrong incorrect
right correct
good
bad
terrible awful dreadful
violent
peaceful
secret covert
public
private
foreign overseas
overseas abroad foreign
abroad overseas
domestic
local
international global worldwide
global worldwide international
bilateral two-way
annual yearly
yearly annual annually
annually yearly
daily day
monthly
weekly
nearly almost
almost nearly
about approximately around roughly
approximately about roughly
currently now presently
now currently
recently lately newly
formerly previously earlier
previously earlier before formerly
previous earlier prior former
prior previous earlier
later afterwards subsequently
afterwards later
subsequently later
soon shortly
shortly soon
immediately instantly
suddenly abruptly
often frequently
frequently often
sometimes occasionally
usually normally generally typically
mainly mostly chiefly primarily largely
mostly mainly largely
largely mainly mostly
especially particularly
particularly especially
also too additionally
together jointly
alone
however
therefore thus
because since
despite notwithstanding
although though
while whereas
during throughout
among amongst
within inside
aboard
former ex onetime
ally partner
partner ally
alliance coalition
coalition alliance
enemy foe adversary
relation relationship tie
relationship relation tie
tie link relation bond
link connection
cooperation collaboration
collaborate cooperate
cooperative
security
enforcement
standard benchmark
blueprint model template
model example
example instance
framework
step move
move step
response reaction
react respond
respond reply answer
reply answer response
answer reply
suspect
criminal offender
crime offence offense
offence offense crime
prison jail
jail prison
court tribunal
trial
evidence proof
proof evidence
witness
accident mishap
rescue save
save rescue
survive
survivor
mother mum mom
father dad
parent
baby infant
infant baby
brother sibling
sister sibling
marry wed
wedding marriage
birthday
funeral burial
bury inter
holiday vacation
vacation holiday
tourist visitor traveller traveler
visitor tourist guest
passenger traveller traveler
pilot
driver motorist
trip journey voyage
journey trip
tour trip
hotel
restaurant
shop store
store shop
supermarket
bank
loan credit
debt
investor
invest
investment
merge
merger
takeover acquisition
acquisition takeover purchase
bankruptcy insolvency
bankrupt insolvent
closure shutdown
shutdown closure
appointment
resignation
election poll vote
poll survey
survey poll
candidate contender
contender candidate
voter elector
turnout
constitution
amendment change
reform overhaul
overhaul reform
sanction penalty
penalty fine punishment
punishment penalty
punish penalise penalize
fine penalty
right
freedom liberty
independence
corruption graft
bribe
fraud
theft stealing robbery
steal
rob
smuggle traffic
kidnap abduct
abduct kidnap
hostage captive
terrorist
terrorism terror
insurgent rebel militant
rebel insurgent
militant insurgent
ceasefire truce armistice
truce ceasefire
peace
withdraw pull retreat
withdrawal pullout retreat
deploy send station
invade
invasion
occupy
surrender
launch start begin
missile rocket
rocket missile
satellite
spacecraft
astronaut cosmonaut
planet
star
telescope
discover find
discovery finding
finding result discovery
experiment test trial
theory
species
animal
plant
bird
fish
dog
cat
horse
cattle cow
virus
infection
infect
outbreak epidemic
epidemic outbreak
pandemic
treatment therapy
therapy treatment
surgery operation
operation surgery
symptom
obese overweight
smoke
alcohol
diet
exercise
sleep
dwell live reside
live reside
reside live
stay remain
remain stay
"""


PHRASES: dict[tuple[str, str], str] = {
    ("pass", "away"): "die", ("carry", "out"): "conduct", ("set", "up"): "establish", ("call", "off"): "cancel",
    ("put", "off"): "postpone", ("go", "up"): "rise", ("go", "down"): "fall", ("come", "back"): "return",
    ("give", "up"): "abandon", ("find", "out"): "discover", ("turn", "down"): "reject", ("blow", "up"): "explode",
    ("break", "out"): "erupt", ("point", "out"): "note", ("step", "down"): "resign", ("hand", "over"): "surrender",
    ("shut", "down"): "close", ("close", "down"): "close", ("cut", "down"): "reduce", ("speed", "up"): "accelerate",
    ("pull", "out"): "withdraw", ("lay", "off"): "dismiss", ("take", "part"): "participate", ("get", "back"): "return",
}  # fmt: skip
"""Verbs with a particle, and the one verb that says the same."""


def _read_groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for number, line in enumerate(_GROUPS.strip().splitlines()):
        words = line.split()
        if len(words) > 1:
            for word in words:
                groups.setdefault(stem(word), set()).add(f"#{number}")
    return {word: frozenset(numbers) for word, numbers in groups.items()}


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    return _read_groups()


def synonym_groups(word_stem: str) -> frozenset[str]:
    """Return the groups of equals that a stem belongs to; two words are equals where they share one."""
    return _groups().get(word_stem, frozenset())
