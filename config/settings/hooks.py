"""Where a lower app calls a higher one: dotted paths, each tested to resolve (docs/architecture.md).

A hook is a list of functions; `config.common.plug.hooks(NAME)` imports and returns them.
"""

# enterprises → audits: a list was published; (mandatory_list, by, at) opens the rounds as a job.
LISTING_PUBLISHED: list[str] = []
# enterprises → audits, measures: ids of enterprises a person may see besides the own
# territory; (user) → queryset of ids.
ENTERPRISE_VISIBLE: list[str] = []
# audits → audits, measures: what still stands against leaving a stage; (round_, stage) → list of Problem.
STAGE_PROBLEMS: list[str] = []
# any app → reports' home: what waits for a person; (user, on) → list of DutyItem (config.common.todo).
TODO: list[str] = []
# operations → tests: called at every checkpoint of a job with its running number; empty in production.
JOB_CHECKPOINT: list[str] = []
