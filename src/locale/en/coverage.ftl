# What is missing and what would help: pages for providers and employers.

coverage-title = For providers and employers
coverage-about = What is missing, what a new credential would be worth, and where a job asks too much: counted over every job of the catalogue.
coverage-for-providers = For those who make credentials
coverage-for-employers = For employers and agencies
coverage-own = Your own records
coverage-own-about = See how complete they are, and what to mend:
coverage-method = By list prices and hours of effort, without dates. Unknown prices and hours are never taken for nothing. “Proven” means that no cheaper way exists in this catalogue; “open” that the search was stopped before it could be shown.
coverage-ask = Count
coverage-answer = Answer
coverage-slip = One thing is not clear yet
coverage-from-nothing = Counted for learners who can show nothing yet. Write above what they can show to count for them.
coverage-proven = Everything here is proven.
coverage-open = Some figures stayed open: see the column “Proof”.
coverage-nothing = Nothing to list.
coverage-more = The terminal and the API give every row: pathstack coverage --csv.
coverage-table-whole = All of them, the most important first
coverage-table = The { $shown } most important of { $total }
coverage-picture = { $what }, the highest first
coverage-demand-title = How many would choose it at each price.
coverage-demand = { $count } at the lowest.
coverage-demand-at = At { $price }, { $count } of the { $all } who would take it for nothing.
report-proven = proven
report-open = open

coverage-shortages-title = What is missing
coverage-shortages-about = What jobs ask that nobody awards, only one provider offers, or that costs far more than usual.
coverage-worth-title = What a new credential would be worth
coverage-worth-about = Draft a credential: which jobs it opens, whom it saves money or time, and from which price on nobody chooses it.
coverage-best-next-title = Which credential to make next
coverage-best-next-about = Of all that could be made at a price: what opens the most jobs or saves the most.
coverage-bottlenecks-title = Steps that nobody can avoid
coverage-bottlenecks-about = Credentials that most cheapest ways pass through, and what it costs to go round them.
coverage-dominated-title = Offers that nobody should take
coverage-dominated-about = Offers that cost as much or more, take as long or longer, and attest no more than another.
coverage-affected-title = Who is affected by a change
coverage-affected-about = What happens to learners when a credential changes its price, or retires.
coverage-role-check-title = Does a job ask too much?
coverage-role-check-about = What a job asks twice, what cannot be taught, and what each requirement costs candidates.
coverage-open-doors-title = Which credentials open the most jobs
coverage-open-doors-about = With so much money and time: what to offer a group so that it can take the most jobs.
coverage-near-title = Jobs by how near they are
coverage-near-about = What it takes a group of learners to reach each job, the nearest first.

field-optional = (optional)
field-role = Job
field-role-hint = in your words
field-credential = Credential
field-credential-hint = by name or code
field-name = Name of the draft
field-name-hint = as it would be listed
field-awards = What it attests
field-awards-hint = competencies with their level, parted by commas: SQL 2, spreadsheets 3
field-price = Price
field-price-hint = in { $currency }
field-price-affected-hint = the new one; leave it empty if it retires
field-effort = Hours of effort
field-effort-hint = preparation included
field-budget = Money at most
field-budget-hint = in { $currency }
field-weeks = Weeks at most
field-weeks-hint = of study
field-credentials = New credentials at most
field-credentials-hint = a number
field-dear = Dear is above
field-dear-hint = in { $currency }; four times the median if empty
field-desirable = Count what only helps as well
field-desirable-hint = not only what is essential
field-holds = What learners can show already
field-holds-hint = competencies with their level, parted by commas
field-hours = Hours a week
field-hours-hint = of study; 10 if empty

report-column-a-credential-that-awards = A credential that awards
report-column-alone = Alone
report-column-asked = Asked
report-column-cannot-avoid = Cannot avoid it
report-column-cheapest = Cheapest
report-column-chosen-below = Chosen below
report-column-cost-of-avoiding = Cost of avoiding it
report-column-credential = Credential
report-column-credentials = Credentials
report-column-dearer-by = Dearer by
report-column-dominated-by = Better one
report-column-effect = Effect
report-column-effort = Effort
report-column-effort-saved = Effort saved
report-column-essential-in = Essential in
report-column-faster-by = Faster by
report-column-fastest = Fastest
report-column-fastest-before = Fastest now
report-column-fastest-with-it = Fastest with it
report-column-finding = Finding
report-column-for-example = For example
report-column-id = Id
report-column-importance = Importance
report-column-its-effort = Its effort
report-column-its-money = Its price
report-column-its-offering = Its offering
report-column-longer-by = Longer by
report-column-met = Met
report-column-money = Money
report-column-name = Name
report-column-now = Now
report-column-offering = Offering
report-column-opens = Jobs opened
report-column-person = Person
report-column-proof = Proof
report-column-requirement = Requirement
report-column-role = Job
report-column-role-without-it = Job without it
report-column-roles = Jobs
report-column-saved-if-dropped = Saved if dropped
report-column-saves-the-others = Saves the others
report-column-take-it = Take it
report-column-takes-the-seat = Takes the seat
report-column-then = Then
report-column-wanted = People wanted
report-column-what = What
report-column-who = Who
report-column-why-scarce = Why scarce
report-column-with-it = With it

coverage-hours-minutes = { $hours } h { $minutes } min
coverage-scarcity-part = How many of the { $count } most important requirements that are scarce are so for which reason; one can be so for several
coverage-scarcity = How many requirements are scarce, and why; one can be so for several reasons
scarce-nobody = Nobody awards it at that level
scarce-not-offered = Awarded, and not offered
scarce-unpriced = Only at unknown price or hours
scarce-blocked = What must come first cannot be had
scarce-one-provider = Only one provider
scarce-one-place = Only one language or region
scarce-dear = Dear

# What reports say; the terminal and the API say the same.
count-pairs = { $groups ->
    [0] { $count ->
        [one] { $count } job
       *[other] { $count } jobs
    }
    [1] { $count ->
        [one] { $count } job
       *[other] { $count } jobs
    }
   *[other] { $count ->
        [one] { $count } pair of a job and a group
       *[other] { $count } pairs of a job and a group
    }
}
report-parts = { $id } from its parts
report-nobody = nobody awards it
report-nobody-unstated = nobody awards it at this level; { $count ->
    [one] { $count } credential is
   *[other] { $count } credentials are
  } of unknown level
report-nobody-above = nobody awards it at this level, only up to { $rank }
report-not-offered = awarded, and not offered
report-unpriced = offered at unknown price or effort only
report-blocked = what must come first cannot be had
report-only-by = only by { $name }
report-only-in = only in { $name }
report-only-region = only in region { $name }
report-dear = dear
report-wanted = { $figures } of { $count ->
    [one] { $count } job
   *[other] { $count } jobs
  } say how many people are wanted: the others count as unknown, not as zero.
report-scarce = { $scarce } of { $count ->
    [one] { $count } different requirement
   *[other] { $count } different requirements
  } are scarce; { $none } of them cannot be had at a known price.
report-dear-above = Dear is above { $price }, from nothing and with all that must come first, by list prices.
report-scarce-open = Searches for the least price of { $count ->
    [one] { $count } requirement
   *[other] { $count } requirements
  } were stopped: the median counts without.
report-reached = { $group }: { $reached } of { $count ->
    [one] { $count } job
   *[other] { $count } jobs
  } can be reached.
report-near-proven = By list prices and learner effort, proven.
report-near-open = By list prices and learner effort; { $count ->
    [one] { $count } search
   *[other] { $count } searches
  } stayed open, so a nearer job may be missing.
report-check = { $role }: { $price } at least, for “{ $group }”.
report-check-never = { $role }: out of reach at known prices for “{ $group }”.
report-said-by = redundant: “{ $name }” says as much
report-follows = redundant here: whatever meets the others meets it
report-unteachable = unteachable: nothing of known price leads to it
report-reached-without = without it the job can be reached
report-dominated = { $count ->
    [one] { $count } offer is
   *[other] { $count } offers are
  } dominated: another gives all of it that anybody asks, asks no more first, is open to the same people, and is no dearer and no longer.
report-dominated-unjudged = Offers of unknown price or effort, and those that a bundle or a subscription covers, are not judged.
report-bottlenecks = Of { $pairs } { $reached } can be reached at known prices.
report-bottlenecks-open = { $count } stayed open altogether: their steps are not counted.
report-doors = { $count ->
    [one] { $count } job opens
   *[other] { $count } jobs open
  } with { $price }, { $effort } of effort and { $credentials ->
    [one] { $credentials } credential
   *[other] { $credentials } credentials
  }; { $bound }.
report-doors-most = proven the most
report-doors-bound = no choice opens more than { $count }
report-doors-already = { $already } already open; { $single } each within reach alone.
report-doors-weighed = The { $count } nearest of these were weighed against each other.
report-team = { $taken } of { $count ->
    [one] { $count } seat
   *[other] { $count } seats
  } can be taken, for { $total } in all: { $proof }.
report-team-least = no other way to take as many costs less
report-team-best = the best found
report-next = { $count ->
    [one] { $count } draft
   *[other] { $count } drafts
  } judged, of up to { $awards ->
    [one] { $awards } award
   *[other] { $awards } awards
  } out of { $all ->
    [one] the one competency
   *[other] { $all } competencies
  } that can matter: { $proof }.
report-next-proven = no other draft opens more, nor as many and saves more
report-next-best = the best found
report-next-most = No draft of this size and price, whatever it awards, opens more than { $opens }.
report-next-most-saves = No draft of this size and price, whatever it awards, opens more than { $opens } or saves more than { $price }.
report-next-counts = Opens counts jobs times learners that cannot be reached today. A draft asks nothing first, which could only make it worth less; hours are not weighed.
report-at-level = at { $rank }
report-worth = Of { $pairs } it opens { $opens }, makes { $cheaper } cheaper and { $faster } faster at its price.
report-worth-always = For some there is no other way: they choose it at any price.
report-worth-below = Nobody chooses it for { $price } or more.
report-worth-never = Nobody’s cheapest way takes it, not even for nothing.
report-worth-unknown = At which price nobody chooses it any more stayed open.
report-worth-dominated = From { $price } on “{ $name }” dominates it.
report-retires = { $name } retires: { $count } of { $pairs } affected, { $shut } of them shut out.
report-costs = { $name } costs { $price }: { $count } of { $pairs } affected, { $shut } of them shut out.
report-some-open = Some searches were stopped before they were done: in rows marked `open` the figures are the best found, or missing.
report-earn = earn
report-opens = opens
report-cheaper = cheaper
report-faster = faster
report-dearer = dearer
report-longer = longer
report-shorter = shorter
report-shut-out = shut out
report-none = none at its price
report-yes = yes
group-nothing = learners who start from nothing
group-these = learners who can show this
