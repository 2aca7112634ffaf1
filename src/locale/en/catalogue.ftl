# The catalogue to browse: jobs, credentials, competencies, organisations.

menu-catalogue = Catalogue
menu-coverage = For providers and employers

catalogue-title = Catalogue
catalogue-about = Jobs and what they ask, credentials and what they attest, and who offers them: every record leads to the others.
catalogue-label = A job, a credential, a competency
catalogue-browse = Or browse
catalogue-where = Where you are
catalogue-roles = Jobs
catalogue-role = Job
catalogue-credentials = Credentials
catalogue-credential = Credential
catalogue-competencies = Competencies
catalogue-competency = Competency
catalogue-organisations = Providers
catalogue-aliases = Also called
catalogue-sector = Field
catalogue-region = Region
catalogue-codes = Codes
catalogue-kind = Sort
catalogue-page = Own page
catalogue-source = Source:
catalogue-advised = (advised, not enforced)
catalogue-more = And { $count } more.
catalogue-alone = Alone: what this one way costs in all at 10 hours of study a week, without what must come first.
catalogue-level = level { $rank } of { $of }, { $name }
catalogue-level-unknown = level unknown
catalogue-and = and
catalogue-or = or
catalogue-not = not
catalogue-at-least = at least { $least } of:
catalogue-credits = at least { $min } credits from:
catalogue-range = { $least } to { $most }
catalogue-plan = { $name }: { $price }
catalogue-per-attempt = { $amount } an attempt
catalogue-per-credit = { $amount } a credit
catalogue-per-months = { $amount } { $count ->
    [1] a month
    [12] a year
   *[other] every { $count } months
}
catalogue-per-days = { $amount } { $count ->
    [1] a day
   *[other] every { $count } days
}

list-search = Search
list-pages = Pages
list-before = Before
list-after = Next
list-of = { $first } to { $last } of { $total }
list-found = { $shown } found for “{ $words }”, best first.
list-all = { $shown } { $count ->
    [one] record.
   *[other] records.
}
list-none = Nothing was found. Try fewer or other words.
list-whole = See the whole list
list-more-of = More: { $title }
list-title = { $title }: “{ $words }”
list-title-from = { $title } from { $from }
list-roles-about = What each job asks, who can show it, and the way there.
list-roles-label = A job, in your words
list-credentials-about = What each credential attests, what it asks first, and every way to earn it with its price.
list-credentials-label = A credential, by name or code
list-competencies-about = What each competency means, level by level, who attests it and which jobs ask it.
list-competencies-label = A competency, in your words
list-organisations-about = Who awards credentials and offers ways to earn them, and how complete their records are.
list-organisations-label = A provider, by name
list-role = { $count ->
    [one] { $count } requirement
   *[other] { $count } requirements
}{ $sector ->
    [blank] {""}
   *[other] , { $sector }
}
list-credential = { $issuer ->
    [blank] {""}
   *[other] { $issuer };{ " " }
}{ $awards ->
    [one] { $awards } competency
   *[other] { $awards } competencies
}, { $ways ->
    [one] { $ways } way to earn it
   *[other] { $ways } ways to earn it
}
list-competency = { $credentials ->
    [0] nobody attests it
    [one] attested by { $credentials } credential
   *[other] attested by { $credentials } credentials
}, { $roles ->
    [0] no job asks it
    [one] asked by { $roles } job
   *[other] asked by { $roles } jobs
}
list-organisation = { $credentials ->
    [one] { $credentials } credential
   *[other] { $credentials } credentials
}, { $offerings ->
    [one] { $offerings } offering
   *[other] { $offerings } offerings
}

role-about = { $title }: { $all } requirements, { $essential } of them essential; the credentials that show them, and the cheapest and fastest way there.
role-plan = Find my way to this job
role-check = Does this job ask too much?
role-asks = What it asks
role-asks-lead = { $essential } essential, { $desirable } that help. Essential ones come first, the most important at the top.
role-asks-nothing = The catalogue does not say what this job asks.
role-gates = Must be held or true besides
role-near = Jobs nearby
role-openings = People wanted
role-openings-year = { $count } a year
role-requirement = Requirement
role-necessity = How much
role-importance = Importance, of 100
role-proof = Proof
role-credentials = Credentials at that level
role-essential = essential
role-desirable = helps
role-trust-any = your own word
role-trust-assessed = assessed
role-trust-verified = verified
role-nobody = nobody

credential-about = { $name }: { $awards } competencies attested, { $ways } ways to earn it, with price and hours of each.
credential-awards = What it attests
credential-awards-nothing = The catalogue does not say what it attests.
credential-asked-by = Jobs that ask it
credential-first = What must come first
credential-first-nothing = Nothing that the catalogue knows of.
credential-parts = Made of parts
credential-ways = Ways to earn it
credential-ways-parts = It comes by itself once its parts are earned.
credential-ways-nothing = Nobody offers it now, as far as the catalogue knows.
credential-leads = Leads on to
credential-opens = Jobs that ask for it by name
credential-helps = Jobs it helps with
credential-helps-lead = { $count ->
    [one] { $count } job asks something that it attests.
   *[other] { $count } jobs ask something that it attests. In brackets: how much of it.
}
credential-affected = Who is affected if it changes its price, or retires?
credential-issuer = Awarded by
credential-level = Framework level
credential-credits = Credits
credential-valid = In force
credential-until = until { $day }
credential-for-life = for life
credential-renewed = renewed by { $by }
credential-quality = Quality
quality-accredited = accredited by { $by }
quality-approved = approved by { $by }
quality-recognised = recognised by { $by }
quality-regulated = regulated by { $by }
quality-endorsed = endorsed by { $by }
renewal-fee = a fee
renewal-exam = an exam
renewal-credits = credits of continuing education
renewal-credential = another credential
status-retired = It is no longer awarded.
status-superseded = Another one took its place.
status-planned = It is not awarded yet.
status-next = Instead:
type-micro = micro-credential
type-badge = digital badge
type-certificate = certificate
type-certification = certification
type-licence = licence
type-diploma = diploma
type-degree = degree
type-apprenticeship = apprenticeship
type-part = part of a larger award
way-by = Provider
way-what = What you do
way-price = Published price
way-alone = Alone
way-hours = Effort
way-starts = Starts
way-languages = Languages
way-as-of = Looked up
way-closed = not open
pace-self = any day
pace-exam = on an exam day
pace-cohort = ask the provider
activity-course = course
activity-programme = programme
activity-exam = exam
activity-portfolio = recognition of what you can do
activity-work = supervised work
delivery-online = online
delivery-person = in person
delivery-blended = partly online

competency-about = { $name }: what each level means, { $credentials } credentials that attest it and { $roles } jobs that ask it.
competency-framework = Framework
competency-broader = Part of
competency-levels = Its levels
competency-levels-count = { $count } levels.
competency-attested = Credentials that attest it
competency-asked = Jobs that ask it
competency-level = Level
competency-mode = How it is proven
competency-from = Alone, from
competency-nobody = Nobody attests it, as far as the catalogue knows: somebody could.
competency-nobody-asks = No job of the catalogue asks it by name.
mode-assessed = assessed
mode-taught = taught, not assessed
mode-attested = attested by somebody
kind-skill = skill
kind-knowledge = knowledge
kind-transversal = useful in nearly every job
kind-tool = tool
kind-task = task

organisation-about = { $name }: { $count } records in the catalogue, and how complete they are.
organisation-records = Records in use
organisation-awards = Credentials it awards
organisation-complete = How complete its records are
organisation-percent = { $percent } % of what learners choose by is stated.
organisation-member = What
organisation-stated = Stated
organisation-fix = What to do
organisation-of = { $by } of { $of }
organisation-whole = nothing: all of them say it
organisation-open = Records that leave something open
organisation-record = Record
organisation-missing = Not stated
organisation-findings = What an editor would say
organisation-sound = Nothing: no fault, no warning.
organisation-mend = Are these records yours? With the account of this provider you send them mended: one of the same id replaces what stands here.
organisation-mend-how = How to send them
organisation-coverage = See what is missing on the market
severity-fault = Fault
severity-warning = Warning
severity-note = Note
member-price = price
member-hours = hours
member-starts = start dates
member-languages = languages
member-awards = what it attests
member-levels = levels
member-description = description
member-offering = a way to earn it
member-page = own page
member-source = source and date
member-issuer = who awards it
member-provider = who provides it
member-days = length
member-place = place
member-requirements = what the job asks
member-codes = code in a taxonomy
fix-price = Say the price: an unknown price is never taken for nothing, and the offer is left out of cheapest plans.
fix-hours = Say the hours: without them nobody can tell when a learner is done.
fix-starts = List the start dates: plans can then say the day.
fix-languages = Name the languages: learners who ask for one see only offers that say so.
fix-awards = Name the competencies: a credential that attests nothing opens no job.
fix-levels = Say the level: an unknown one counts as the first.
fix-description = Describe it in a sentence or two.
fix-offering = Add an offering, or retire the credential.
fix-page = Link to the page where it can be booked.
fix-source = Say where the figures stand and when they held.
fix-issuer = Name who awards it.
fix-provider = Name who provides it.
fix-days = Say how many days it runs: plans can then say when it ends.
fix-place = Say where it takes place.
fix-requirements = Say what the job asks.
fix-codes = Give its code in a taxonomy, such as ESCO or O*NET.
