# The walk of a learner: which job, what she can do already, how she can study.

start-title = Which job do you want?
start-lead = Say which job, and what you can do already. You get the credentials that lead there: cheapest, fastest or fewest, with dates and prices.
start-label = A job, in your own words
start-placeholder = data analyst
start-button = Search
start-which = Which of these is “{ $words }”?
start-none = No job here is called “{ $words }”
start-nearest = These come nearest by what they do. Yours may not be among them.
start-next = What you can do now
start-next-name = Write the job as it stands in advertisements, or one word of it: mechanic, nurse, driver.
start-next-list = Look through the list:
start-next-among = Look whether a skill or a credential is called so:
start-next-among-link = “{ $words }” in the catalogue
start-next-missing = Not every trade is in this catalogue. Whoever runs the service can add more; the jobs that are here say what they ask and where that is from.
for-whom = You plan with a learner: what can be shown is filled in, and the answer can be saved as a proposal.
for-whom-back = Back to the learner’s page
start-none-of-these = None of these? Try another name for it, or look through the list:
start-found-title = Jobs for “{ $words }”
start-also = also: { $name }
start-asks = { $count ->
    [0] no essential requirement
    [one] { $count } essential requirement
   *[other] { $count } essential requirements
}
start-all = All { $roles } jobs
start-examples = Or begin with one of these
start-how = How it works
start-how-1 = Choose a job.
start-how-1-more = What it asks comes from public descriptions of occupations, each with its source.
start-how-2 = Say what you can do.
start-how-2-more = Not sure how well? Say so. Nothing is held against you.
start-how-3 = Compare the ways.
start-how-3-more = Each is a dated plan with hours a week and money a month, proven best or with the gap that is left.
start-catalogue = { $roles } jobs, { $credentials } credentials, { $competencies } skills.

you-title = You and the job of { $role }
you-heading = What can you do already?
you-lead = { $role } asks for these. Choose how well you can do each; leave alone what you cannot do yet. Your own word is enough.
you-change = Another job
you-levels = What do the levels mean?
you-asked = asked: { $level }
you-not = not yet
you-unsure = yes, not sure how well
you-at = { $name }: { $said }
you-holds = Credentials you may hold
you-hold = I hold this
you-more = Something else you can do or hold
you-more-hint = Other skills and certificates can count too. Search in your own words.
you-find = Find
you-found = Found for “{ $words }”
you-above = Above already:
you-found-none = Nothing found for “{ $words }”. Try a single word of it.
you-told = Also told
you-study = How can you study?
you-hours = Hours a week
you-hours-hint = Reading, exercises and exams together.
you-start = First day
you-start-hint = Today where you leave it empty.
you-by = Ready by
you-by-hint = Leave it empty if there is no hurry.
you-budget = Most you can spend, in { $currency }
you-budget-hint = Leave it empty to see all prices.
you-monthly = Most in one month, in { $currency }
you-languages = Languages you can study in
you-any = None ticked: all will do.
you-how = Ways to study
how-online = online
how-in_person = on site
how-blended = partly on site
you-when = Times to study
when-day = by day
when-evening = evenings
when-weekend = weekends
you-place = Where you are
you-place-hint = Country or state, such as US or US-NJ. Leave it empty to count courses bound to other places too.
you-rest = More about you
you-slow = My connection is poor
you-experience = Months of work experience
you-experience-hint = Some certificates ask for it.
you-at_once = Courses at the same time, at most
you-week = What is a week sooner worth to you, in { $currency }?
you-week-hint = Then there is a fourth way, which weighs money against time.
you-accredited = Only credentials that a quality body speaks for
you-unlevelled = Count credentials that do not say their level
you-access = What you need to study
access-captions = captions
access-transcript = transcripts
access-screenReaderFriendly = works with a screen reader
access-alternativeText = pictures described
you-funds = Help you are entitled to
you-funds-hint = Tick only what you know you meet the conditions of.
you-show = Show my ways
you-none-asked = This job asks nothing essential that the catalogue knows.

slips-title = { $count ->
    [one] One thing could not be understood
   *[other] { $count } things could not be understood
}
slip-hours = Hours a week: write a number from 1 to 168, such as 10.
slip-budget = The most you can spend: write an amount in figures, such as 500.
slip-monthly = The most in one month: write an amount in figures, such as 100.
slip-week = What a week is worth: write an amount in figures, such as 50.
slip-start = First day: write a day such as 2027-01-04.
slip-by = Ready by: choose a day after the first day, such as 2027-12-31.
slip-experience = Months of work experience: write a whole number, such as 24.
slip-at_once = Courses at the same time: write a number from 1 to 8.
slip-role = The job is not in this catalogue any more. Choose another.
slip-can = A skill in this address is not in this catalogue any more; it was left out.
slip-has = A credential in this address is not in this catalogue any more; it was left out.
slip-place = Where you are: write a country or a state, such as US or US-NJ.
slip-other = A part of this address could not be understood and was left out: { $name }.
