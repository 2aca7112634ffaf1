# Why: the sentences of explanations, on pages, in JSON and on the terminal alike.

need-rank = { $name } (level { $rank }, { $level })
need-at-least = at least { $count } of { $of }
need-credits = at least { $count } credits from { $from }
need-not = not { $what }
need-missing = “{ $name }”, which this edition does not have
need-requirement = requirement { $place }
need-gate = gate { $place }

reason-closes = closes { $what }
reason-matched = “{ $narrow }” counts for “{ $broad }”, which is broader
reason-gate = is asked to enter the job: { $what }
reason-unlocks = is needed before { $later }
reason-parts = comes by itself once its parts are earned
reason-locked = you asked for it
reason-in-plan = is paid for by { $plan }
reason-no-other = without it there is no pathway

differs-dearer = { $price } dearer
differs-cheaper = { $price } cheaper
differs-later = { $count ->
    [one] { $count } day later
   *[other] { $count } days later
}
differs-sooner = { $count ->
    [one] { $count } day sooner
   *[other] { $count } days sooner
}
differs-more = { $count ->
    [one] { $count } credential more
   *[other] { $count } credentials more
}
differs-fewer = { $count ->
    [one] { $count } credential fewer
   *[other] { $count } credentials fewer
}
next-best-way = the next best way
next-found-way = the best other way found
next-best = the next best, { $instead },
next-found = the best other way found, { $instead },
next-same = { $by } costs as much and is ready the same day; this one comes first by effort or id
next-differs = { $by } is { $how }

price-tuition = price
price-months = { $count ->
    [one] { $name }, { $count } month,
   *[other] { $name }, { $count } months,
}
price-days = { $count ->
    [one] { $name }, { $count } day,
   *[other] { $name }, { $count } days,
}
price-term = one term
price-exam = exam
price-materials = materials
price-award = award fee
price-line = { $what } { $amount }
price-published = { $said }, published as { $amount }
price-between = { $said }, between { $low } and { $high }

plan-subscription = subscription
plan-term = term
plan-bundle = bundle
plan-membership = membership
plan-maintenance = yearly fee
plan-for = { $kind } for { $what }
plan-of = { $kind } of { $seller }
paid-in-plan = in { $plan }
paid-as-member = { $line }, the price for members of { $plan }
cash-exam = { $what }: exam
cash-materials = { $what }: materials and fees
cash-award = { $what }: award fee
cash-renewal = { $what }: renewal
cash-upkeep = yearly: { $plan }
cash-fund = paid by { $fund }

proven-best = proven: nothing is better
proven-not-below = the best found: nothing can cost less than { $price }
proven-not-before = the earliest found; none can be ready before { $day }
proven-not-fewer = the fewest found; none has fewer than { $count }
proven-open = the best found; a better one is not ruled out
proven-unknown = rests on figures nobody has published: it cannot be proven best, nor held against a budget or deadline

assume-own-word = your own word for { $name }
assume-held = your own word that you hold { $name }
assume-level-not-asked = the source names no level for { $what }: the first level is taken as enough
assume-level-not-said = { $name } does not say its level: it is taken as enough because you allowed it
assume-price-unknown = the price of { $name } is unknown: the total is without it
assume-effort-unknown = the effort of { $name } is unknown: the dates are without it
assume-start-unpublished = { $name } has no published start that fits: ask the provider for the next one
assume-entry = { $name } asks on entry: { $condition }; check that it holds for you
assume-job-entry = the job asks: { $condition }; check that it holds for you
assume-attempts = { $count ->
    [one] { $name } is planned as passed at the first attempt, as { $share } % of people do
   *[other] { $name } is planned as passed within { $count } attempts, as { $share } % of people do
}
assume-runs-out = evidence { $place } runs out on { $day }, before the end: renew it, or the plan counts on it only until then
assume-ruled-out = { $name } asks that something is not held which this pathway earns before it: ask the provider before you enrol
assume-old-price = a price of { $name } was last seen on { $day }: look it up before you pay
assume-ends = { $name } is retired
assume-ends-until = { $name } is retired and awarded until { $day } only
assume-successor = { $said }; { $next } takes its place
assume-no-successor = { $said }; nothing is known to follow it
assume-fund = { $name } pays: you say that you meet its conditions

hinder-nobody = no credential in this catalogue attests { $what }
hinder-highest = { $said }; the highest is level { $rank }
hinder-unknown-level = { $said }; some attest it without saying the level
hinder-not-offered = credentials attest { $what }, but nobody offers them
hinder-unusable = credentials attest { $what }, but their offerings are { $why }
hinder-unreachable = { $what } is attested by { $names }, but what they ask first cannot be reached
hinder-experience = { $name } asks for { $asked }, which you have not stated
hinder-out-of-reach = { $name } cannot be earned from here
hinder-missing = “{ $name }” is not in this edition
hinder-excluded = something you hold rules it out

limit-budget = your budget of { $most }
limit-monthly = { $most } a month
limit-yearly = { $most } a year
limit-deadline = your deadline, { $day }
limit-calendar = the hours you have
conflict-one = no pathway keeps { $limits }
conflict-many = each can be kept, but not together: { $limits }
conflict-open = no pathway was found that keeps { $limits }; that there is none is not proven

why-not-held = you hold { $name } already
why-not-in-answer = { $name } is in the cheapest pathway
why-not-nobody = nobody offers { $name }
why-not-unusable = { $name } is { $why }
why-not-out-of-reach = what { $name } asks first cannot be reached, or its price or effort is unknown
why-not-breaks = with { $name }, { $limits }
why-not-stopped = the time was up before it could be told what { $name } would cost
why-not-costs = with { $name } the cheapest pathway costs { $money } and the fastest is ready { $days }
why-not-dominated = for this goal { $by } is no worse in anything; { $said }
why-not-instead = { $said }; { $names } would not be needed
why-not-unproven = { $said } (by the best found; not proven)
forced-same-price = no more money
forced-more = { $price } more
forced-less = { $price } less
forced-no-later = no later

policy-budget = at most { $most } in all
policy-monthly = at most { $most } a month
policy-yearly = at most { $most } a year
policy-deadline = ready by { $day }
policy-accredited = accredited only
policy-languages = your languages only
policy-delivery = your forms and times of study only
policy-region = your region only
policy-exclusions = without what you excluded
policy-other = instead of: { $what }
policy-lock = with { $name }

relax-leave-out = set { $names } aside for now
relax-leave-out-many = set { $count } requirements aside for now, such as { $names }
relax-unverified = accept evidence that nobody has verified
relax-own-word = accept your own word where an assessment is asked
relax-unknown-levels = count credentials that do not say their level
relax-language = study in any language
relax-delivery = study in any form, at any time
relax-region = use offerings of other regions
relax-access = ask the providers whether they can meet your access needs
relax-accredited = use credentials that no quality body speaks for
relax-exclusions = give up what you excluded
relax-money = spend { $price } more
relax-days = allow { $count } more days
relax-weekly = study { $effort } more a week
relax-monthly = spend { $price } more in a month
relax-yearly = spend { $price } more in a year
relax-no-monthly = spend what it takes in a month
relax-no-yearly = spend what it takes in a year
relax-at-once = { $count ->
    [one] have one more step open at a time
   *[other] have { $count } more steps open at a time
}
relax-experience = once you have { $asked }

unusable-not-offered = no longer offered
unusable-language = not in a language you study in
unusable-delivery = not delivered in a way you can use
unusable-timing = at times you cannot use
unusable-region = not open where you are
unusable-accessibility = without an accessibility feature you need
unusable-bandwidth = in need of a better connection
unusable-excluded = excluded by you
unusable-accredited = not accredited
unusable-heavy = heavier each week than the hours you have

entry-age = at least { $count } years old
entry-years = { $count ->
    [one] { $count } year of work experience
   *[other] { $count } years of work experience
}
entry-months = { $count } months of work experience
entry-area = { $said } in { $area }
entry-residence = residence in { $place }
entry-education = education: { $what }

calendar-study = Study: { $name }
calendar-exam = Exam: { $name }
calendar-issued = Issued: { $name }
calendar-pay = Pay { $amount }: { $what }
calendar-receive = Receive { $amount }: { $what }
calendar-about = { $how }. Issued on { $day }. { $effort } of work.
calendar-about-short = { $how }. Issued on { $day }.
