# The answer: the ways to a job, or why there is none.

plan-title = Ways to the job: { $role }
plan-heading = Your ways to { $role }
plan-asks = { $count ->
    [0] The catalogue has no essential requirement of this job.
    [one] This job asks { $count } essential requirement{ $met ->
        [0] .
       *[other] , and you meet it.
    }
   *[other] This job asks { $count } essential requirements{ $met ->
        [0] .
       *[other] ; you meet { $met }.
    }
}
plan-gates = { $count ->
    [one] One condition stands at its door.
   *[other] { $count } conditions stand at its door.
}
plan-hours = { $hours } a week from { $start }
plan-budget = at most { $most }
plan-monthly = at most { $most } a month
plan-by = ready by { $day }
plan-role = What the job asks
plan-change = Change what you told
plan-stopped = The time was up before a first way was found or ruled out. Try again, or tell more of what you can do.
plan-met = Nothing is missing: you can show all that must be met.
plan-met-next = Apply, and take along what proves it.
plan-unsaid = Nobody has published what must be met for this job, so nothing can be promised.
plan-unsaid-next = Look at advertisements for what they ask, take up below what helps, or choose a job nearby.
plan-desirable = Welcome, but not asked

aim-cheapest = Cheapest
aim-fastest = Fastest
aim-fewest = Fewest credentials
aim-balanced = Best for what a week is worth to you
aim-all = Best in everything
aim-between = In between
aim-place = Way { $place }

card-at-least = { $price } and what is unknown
card-ready = ready { $day }, in { $span }
card-counts = { $count ->
    [one] { $count } credential
   *[other] { $count } credentials
  }, { $effort }
card-list-price = { $price } at list prices
card-upkeep = then { $price } a year to keep it in force
card-p80 = 4 in 5 people: by { $day }, for { $price }

proof-optimal = Proven: nothing is better
proof-not-below = Best found: nothing can cost less than { $price }
proof-not-before = Earliest found: none can be ready before { $day }
proof-not-fewer = Fewest found: none has fewer than { $count }
proof-open = Best found: a better one is not ruled out
proof-unknown = Rests on figures that nobody has published, so it cannot be proven best
front-one = There is no trade-off: it is best in everything.
front-alone = Of money and time there is no trade-off: one way is best in both.
front-whole = { $count ->
    [2] Both trade-offs are known.
   *[other] All { $count } trade-offs are known.
}
front-part = { $count } trade-offs are known; there may be more.

trade-off-heading = Money against time
trade-off-lead = Every point on the line is a way that no other beats in both price and date. Choose one to see it.
trade-off-beside = A dashed ring beside it is beaten in both, and best in something else.
point-beside = { $point }; others beat it in price and date
beside-line = beside the line
trade-off-picture = Ways by ready date, left to right, and by price, upwards
point = { $price }, ready { $day }, { $count ->
    [one] { $count } credential
   *[other] { $count } credentials
}
as-table = The same as a table
column-way = Way
column-price = Price
column-ready = Ready
column-effort = Effort
column-credentials = Credentials
column-month = Month
column-hours = Hours a week, at most
column-money = Money
column-sum = In all
column-day = Day
column-what = What
column-then-price = Then costs
column-then-ready = Then ready

way-heading = { $name }, step by step
timeline-picture = { $count } steps from { $from } to { $to }; the list below has their dates
timeline-key = Dark: work or an exam. Pale: waiting. Ring: the credential is issued.
steps-heading = Steps
months-heading = Hours and money, month by month
hours-unit = h
hours-picture = Hours a week, at most
cash-picture = Money that goes out in each month
months-table = Month by month as a table
ledger-table = Every payment by its day

map-heading = How it fits together
map-picture = Map of what you have, what each step adds and unlocks, and what { $role } asks
map-have = What you have
map-earn = What you earn
map-asks = What the job asks
map-nothing = You told nothing that counts yet
map-met = { $count ->
    [one] { $count } requirement met
   *[other] { $count } requirements met
}
map-more = and { $count } more
map-by = Met by
map-you = what you have
map-open = nothing yet
map-unlocks = Unlocks

step-dates = { $from } to { $to }
step-effort-unknown = hours unknown
step-range = { $figure } ({ $least } to { $most })
step-weekly = { $effort } a week
step-price-unknown = price unknown
step-in-plan = in { $plan }
step-beside-plan = { $price } beside { $plan }
step-slack = can wait { $count ->
    [one] { $count } day
   *[other] { $count } days
}
step-parts = awarded for its parts on { $day }
step-funded = { $fund } pays { $price }
step-expected = exam fees expected over all attempts { $price }
step-lock = Keep this one
step-unlock = No need to keep this one
step-without = Do without it
step-held = I have it already
step-provider = Go to the provider
step-source = Where the figures are from
bought = Subscriptions and bundles of this way:
bought-one = { $plan }: { $price } in all{ $count ->
    [one] , in one payment
   *[other] , in { $count } payments
}
why = Why
why-closes = Proves
why-gates = Opens
why-unlocks = Needed before

check-heading = To check
check-none = Nothing in this way is unknown or old.
check-old = { $count ->
    [one] One price was last seen long ago
   *[other] { $count } prices were last seen long ago
}
check-cheaper = { $count ->
    [one] One course may be cheaper, but nobody has published its price
   *[other] { $count } courses may be cheaper, but nobody has published their prices
}
check-date = Prices as of { $day }.
check-dates = Prices as of { $first } to { $last }.

what-if-heading = What if …
what-if-hours = I had { $hours } hours a week
what-if-no-budget = I could spend as much as it takes
what-if-no-deadline = I had all the time it takes
what-if-at-once = I took { $count } courses at a time
what-if = … { $change }?
what-if-budget = I could spend { $most }
what-if-button = Compare
what-if-impasse = Then there is no way.
what-if-stopped = The time was up before that could be told. Ask for it alone.
what-if-take = Go on with this change
same-price = the same price
price-more = { $price } more
price-less = { $price } less
same-day = the same day
days-later = { $count ->
    [one] { $count } day later
   *[other] { $count } days later
}
days-sooner = { $count ->
    [one] { $count } day sooner
   *[other] { $count } days sooner
}
diff-kept = Stays
diff-moved = Moves
diff-dropped = Falls away
diff-added = Comes new

why-not-heading = Why not this one?
why-not-label = A credential you have heard of
why-not-button = Ask
why-not-offered = Or one of these, which other ways take:
why-not-take = Plan with it

paper-title = Your way to { $role }: { $name }
paper-lacks = Some names are written in letters that this PDF cannot draw; […] stands for them. The page it was made from shows them, and can be printed.
paper-when = When
paper-later = If it takes longer

near-heading = Jobs nearby
near-lead = What each would take from here, under the same limits as your question.
near-title = Jobs near what you can do
near-ask = What would each take from here?
near-none = No job is near what you told. Tell more of what you can do, or choose another job.
near-ready = You are ready for it today.
near-both = Cheapest and fastest: { $price }, ready { $day }, in { $span }
near-cheapest = Cheapest: { $price }, ready { $day }, in { $span }
near-fastest = Fastest: ready { $day }, in { $span }, for { $price }
near-unproven = Best found in the time there was; choose it to have it worked out.
near-no-way = No way there within your limits; choose it to see what would help.
near-open = Not worked out in the time there was; choose it to see its ways.
near-asks = { $count ->
    [one] { $count } essential requirement
   *[other] { $count } essential requirements
  }, { $met } met today
keep-heading = Keep it
keep-address = Your whole question stands in the address of this page: keep it as a bookmark or send it to somebody, and the same page comes back.
keep-link = Address of this page
keep-paper = Action plan as PDF
keep-calendar = Dates for your calendar
keep-print-button = Print
keep-print = On paper, menus and forms are left out. The PDF is a document of its own, to keep or to send.
receipt-heading = What this answer rests on
receipt-edition = Edition
receipt-question = Question (SHA-256)
receipt-objective = Minimised, in this order
receipt-code = Code
receipt-work = Work
receipt-short = cut short by the time limit; asked again it may be better
receipt-done = done; asked again it is the same

impasse-limits = There are ways to this job, but none within your limits.
impasse-open = No way within your limits was found in time.
impasse-untaught = No way yet: something is asked that nobody in this catalogue teaches.
impasse-unreachable = No way yet: something that is asked cannot be reached from here.
impasse-kind = That is not about you. Below is what stands in the way, and what would open it.
impasse-fails = What stands in the way
impasse-nobody = No credential in this catalogue attests: { $names }
impasse-out = Ways out, cheapest first
impasse-no-way = Giving up one wish alone opens no way.
impasse-then = then { $price }, ready { $day }
impasse-as-if = Shows the ways of somebody who can show it already.
impasse-under = As far as you can get within your limits
impasse-under-says = { $price }, ready { $day }: { $percent } % of what the job asks, by importance.
what-if-wrong = That change could not be understood. Write numbers, such as 12 hours or 500.
why-not-which = Which one is “{ $words }”?
impasse-free = See the ways without limits of money and time
plan-with = With
plan-without = Without
plan-held = You have
plan-undo = undo
plan-undo-named = undo { $name }
prices-ask = What does each of my limits and wishes cost?
prices-none = You set no limit and no wish that could cost anything.
prices-heading = What your limits and wishes cost
prices-open = (best found, not proven)
column-wish = Limit or wish
column-adds-money = Cheapest costs
column-adds-days = Fastest is ready
