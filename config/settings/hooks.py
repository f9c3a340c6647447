"""Where a lower app calls a higher one: dotted paths, each tested to resolve (docs/architecture.md).

A hook is a list of functions; `config.common.plug.hooks(NAME)` imports and returns them.
"""

# enterprises → audits: in the job that carries out a publication or an amendment; (job, mandatory_list, until)
# opens the rounds that are wanting, up to that percent of the job's bar → how many.
LIST_WORK: list[str] = ["audits.tasks.open_rounds"]
# enterprises → audits: an amendment of a list was issued; (amendment, by, at) ends the removed entries' rounds.
LIST_AMENDED: list[str] = ["audits.services.amendments.rounds_amend"]
# enterprises → audits, measures: ids of enterprises a person may see besides the own
# territory; (user) → queryset of ids.
ENTERPRISE_VISIBLE: list[str] = [
    "audits.selectors.visibility.agency_enterprise_ids",
    "audits.selectors.visibility.expert_enterprise_ids",
    "measures.selectors.visibility.visited_enterprise_ids",
]
# audits → measures: ids of the rounds a verifier is assigned to; (user) → queryset of ids.
ROUND_VISIBLE: list[str] = ["measures.selectors.visibility.visited_round_ids"]
# audits → measures: what parts the cost classes of rounds opened now; ({(scale, day)}) →
# {(scale, day): (low limit, high limit)} in 万元.
ROUND_LIMITS: list[str] = ["measures.selectors.parameters.class_limits"]
# audits → audits, measures: what still stands against leaving a stage; (round_, stage) → list of Problem.
STAGE_PROBLEMS: list[str] = [
    "audits.selectors.facts.own_problems",
    "measures.selectors.problems.stage_problems",
]
# audits → measures: what a round's measures came to, for the papers of its review; (round_) → audits.facts.WorksFacts.
REVIEW_WORKS: list[str] = ["measures.selectors.review_works.works_of_round"]
# any app → reports' home: what waits for a person; (user, on) → list of DutyItem (config.common.todo).
TODO: list[str] = [
    "accounts.selectors.todo.todo_items",
    "enterprises.selectors.todo_registry.todo_items",
    "enterprises.selectors.todo_lists.todo_items",
    "enterprises.selectors.todo_people.todo_items",
    "enterprises.selectors.todo_keeping.todo_items",
    "enterprises.selectors.todo_agreements.todo_items",
    "audits.selectors.todo.todo_items",
    "measures.selectors.todo.todo_items",
]
# operations → enterprises, audits, measures: open duties by due date; (due dates, batch size) → batches of NoticeCase.
NOTICE_CASES: list[str] = [
    "enterprises.selectors.notices.duty_cases",
    "enterprises.selectors.notices.order_cases",
    "enterprises.selectors.agreement_notices.delivery_cases",
    "measures.selectors.findings.finding_cases",
    "audits.selectors.review_cases.answer_cases",
    "audits.selectors.review_cases.sheet_cases",
    "audits.selectors.review_cases.step_cases",
    "audits.selectors.review_cases.rectification_cases",
]
# enterprises → audits: who works on a listing's round and where; (listing ids) → facts.RoundWork by listing id.
LISTING_WORK: list[str] = ["audits.selectors.notices.work_of_listings"]
# enterprises → audits: entries whose rounds an officer deals with; (user) → queryset of ids.
LISTINGS_DEALT_WITH: list[str] = ["audits.selectors.rounds.listings_dealt_with"]
# accounts → operations: a letter about a person's own account; (kind, user, at).
ACCOUNT_LETTER: list[str] = ["operations.services.account_letters.letter_ask"]
# accounts → enterprises: an account was closed; (user, by, at) tells who is left and the bureau.
ACCOUNT_CLOSED: list[str] = ["enterprises.services.closed_accounts.account_closed_tell"]
# accounts → operations: somebody asked for a new password; (at) calls the worker.
RESET_ASKED: list[str] = ["operations.services.account_letters.resets_ask"]
# accounts → operations: what comes with the reader in one query; () → columns by name.
READER_COLUMNS: list[str] = ["operations.selectors.reader_columns"]
# measures → reports: what stands around a page that anybody may read; (request) → its context.
PUBLIC_FRAME: list[str] = ["reports.presenters.public_site.frame_of"]
# operations → tests: called at every checkpoint of a job with its running number; empty in production.
JOB_CHECKPOINT: list[str] = []
# docs: the lifecycles whose pages script/manage draw_lifecycles writes; () → (file name, text).
LIFECYCLES: list[str] = [
    "enterprises.lifecycle.page",
    "enterprises.lifecycle.order_page",
    "enterprises.lifecycle.penalty_page",
    "enterprises.lifecycle.agreement_page",
    "audits.lifecycle.page",
    "audits.lifecycle_reviews.page",
    "measures.lifecycle.page",
    "measures.lifecycle.finding_page",
    "measures.lifecycle.project_page",
]
# enterprises → audits: what stands against making two enterprises one; (survivor, merged) → list of Problem.
MERGE_PROBLEMS: list[str] = ["audits.selectors.merging.merge_problems"]
# enterprises → audits: columns that change when rows go to the survivor;
# (survivor, merged) → {(model label, id): (old columns, new columns)}.
MERGE_COLUMNS: list[str] = ["audits.selectors.merging.merge_columns"]
# enterprises → audits, measures: what befell enterprises; (user, ids) → list of StoryEvent (config.common.story).
STORY: list[str] = [
    "enterprises.selectors.story.own_events",
    "enterprises.selectors.agreements.agreement_events",
    "audits.selectors.story.round_events",
    "measures.selectors.story.measure_events",
]
# enterprises → measures: enterprises that belong on the next list first, and why; (user, on) → sentences by id.
LIST_PRIORITIES: list[str] = ["measures.selectors.priorities.stopped_measures"]
# config.common → any app: the lists whose columns are chosen, kept as views and
# exported; () → Tables (config.common.tables).
TABLES: list[str] = [
    "accounts.tables.tables",
    "operations.tables.tables",
    "enterprises.tables.registry.tables",
    "enterprises.tables.lists.tables",
    "enterprises.tables.law.tables",
    "enterprises.tables.agreements.tables",
    "audits.tables.tables",
    "audits.tables_reviews.tables",
    "measures.tables.tables",
    "measures.tables_post.tables",
    "measures.tables_projects.tables",
    "reports.tables.tables",
]
# config.common → any app: what can be done to many rows of a list at once; () → BulkActions (config.common.bulk).
BULK_ACTIONS: list[str] = ["enterprises.bulk.actions", "audits.bulk.actions"]
# config.common.tables → config.common.bulk: what this person may do to the ticked rows; (user, page) → BulkActions.
TABLE_ACTIONS: list[str] = ["config.common.bulk.actions_for"]
# config.common → operations: the saved views of a table for its reader; (user, table, parameters) →
# operations.facts.TableViews.
TABLE_VIEWS: list[str] = ["operations.selectors.table_views"]
