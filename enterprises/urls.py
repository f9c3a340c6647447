"""Addresses of enterprises."""

from django.urls import path

from enterprises.views import disclosures, due_calendar, lists, orders, registry, rosters

app_name = "enterprises"
urlpatterns = [
    path("registry/", registry.enterprise_list, name="enterprise_list"),
    path("registry/new/", registry.enterprise_create, name="enterprise_create"),
    path("registry/search/", registry.enterprise_search, name="enterprise_search"),
    path("registry/options/", registry.enterprise_options, name="enterprise_options"),
    path("registry/<int:pk>/", registry.enterprise_detail, name="enterprise_detail"),
    path("registry/<int:pk>/edit/", registry.enterprise_edit, name="enterprise_edit"),
    path("registry/<int:pk>/representatives/", registry.representative_create, name="representative_create"),
    path("representatives/<int:pk>/end/", registry.representative_end, name="representative_end"),
    path("registry/<int:pk>/orders/new/", orders.order_create, name="order_create"),
    path("orders/", orders.order_list, name="order_list"),
    path("orders/<int:pk>/", orders.order_detail, name="order_detail"),
    path("orders/<int:pk>/met/", orders.order_meet, name="order_meet"),
    path("orders/<int:pk>/penalties/new/", orders.penalty_create, name="penalty_create"),
    path("disclosures/", disclosures.disclosure_list, name="disclosure_list"),
    path("disclosures/<int:pk>/", disclosures.disclosure_detail, name="disclosure_detail"),
    path("disclosures/<int:pk>/proof/", disclosures.disclosure_proof, name="disclosure_proof"),
    path("listings/<int:pk>/disclosure/", disclosures.disclosure_edit, name="disclosure_edit"),
    path("lists/", lists.mandatory_list_list, name="mandatory_list_list"),
    path("lists/new/", lists.mandatory_list_create, name="mandatory_list_create"),
    path("lists/<int:pk>/", lists.mandatory_list_detail, name="mandatory_list_detail"),
    path("lists/<int:pk>/edit/", lists.mandatory_list_edit, name="mandatory_list_edit"),
    path("lists/<int:pk>/publish/", lists.mandatory_list_publish, name="mandatory_list_publish"),
    path("lists/<int:pk>/export/", lists.mandatory_list_export, name="mandatory_list_export"),
    path("lists/<int:pk>/listings/new/", lists.listing_add, name="listing_add"),
    path("listings/<int:pk>/edit/", lists.listing_edit, name="listing_edit"),
    path("listings/<int:pk>/remove/", lists.listing_remove, name="listing_remove"),
    path("due-calendar/", due_calendar.due_calendar, name="due_calendar"),
    path("due-calendar/feed/", due_calendar.due_feed_create, name="due_feed_create"),
    path("due-calendar/feed/revoke/", due_calendar.due_feed_revoke, name="due_feed_revoke"),
    path("due-calendar/<str:token>.ics", due_calendar.due_feed, name="due_feed"),
    path("rosters/", rosters.roster_import_list, name="roster_import_list"),
    path("rosters/new/", rosters.roster_import_create, name="roster_import_create"),
    path("rosters/template/", rosters.roster_template, name="roster_template"),
    path("rosters/<int:pk>/", rosters.roster_import_detail, name="roster_import_detail"),
    path("rosters/<int:pk>/progress/", rosters.roster_import_progress, name="roster_import_progress"),
    path("rosters/<int:pk>/confirm/", rosters.roster_import_confirm, name="roster_import_confirm"),
    path("rosters/<int:pk>/give-up/", rosters.roster_import_give_up, name="roster_import_give_up"),
    path("rosters/<int:pk>/recheck/", rosters.roster_import_recheck, name="roster_import_recheck"),
    path("rosters/<int:pk>/marked/", rosters.roster_import_marked, name="roster_import_marked"),
]
