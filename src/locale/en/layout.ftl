# Words that frame every page, figures, and pages for what goes wrong.

product = pathstack
skip = Skip to the content
menu = Menu
menu-plan = Plan my way
language = Language
footer-promise = Without an account nothing is kept: your question stands in the address of the page, and only there.
footer-paid = Nobody can pay to be shown first. Every answer says what was minimised and what is proven.
footer-source = Figures of { $title }{ $number ->
    [0] {""}
   *[other] , edition { $number }
  }. Look prices up before you pay.
footer-api = For programs: API

minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
hours = { $shown } h
days = { $count ->
    [0] no time
    [one] { $count } day
   *[other] { $count } days
}
weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
list-and = { $first } and { $last }
list-or = { $first } or { $last }
list-more = { $first } and { $count } more
free = free
unknown = unknown

trouble-title-not-found = There is nothing here
trouble-title-busy = Too many questions at once
trouble-title-request = This could not be understood
trouble-title-internal = Something failed on our side
trouble-not-found = The page may have moved, or the address has a slip in it.
trouble-busy = Try again in { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
  }: nothing you wrote is lost, it is in the address of this page.
trouble-internal = It is not your fault. Try again; if it stays, tell whoever runs this service the number below.
trouble-again = Try again
trouble-return = Back to where you were
trouble-title-changed = It was changed in the meantime
trouble-changed = Somebody changed this after your page was made, perhaps you in another window. Go back, look at it as it is now, and try again.
trouble-title-later = Not possible at the moment
trouble-title-sign-in = Please sign in
trouble-title-forbidden = This is not for your account
trouble-title-conflict = That does not go together
trouble-browse = Browse the catalogue
trouble-start = Begin with a job
trouble-back = Back to your question
trouble-number = Number of this request: { $id }
