# Keeping a plan in an account, and links to it.

save-title = Save this plan
save-lead = Saved with its answer as it is now: tick its steps off, and refresh it when prices or dates change.
save-name = What you call it
save-button = Save
save-ask = Save it with an account
link-title = A link to your plan
link-lead = Whoever has this address sees the plan, and nothing of who you are or what you can do. It works until { $day }. It is shown this once.
link-back = Back to the plan
link-button = Make a link to show it to somebody
shared-lead = A plan that somebody shared with you. It says nothing of who she is.
save-for-ask = Propose it to the learner
