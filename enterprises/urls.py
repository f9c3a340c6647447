"""Addresses of enterprises."""

from django.urls import path

from enterprises.views import disclosures, orders, registry

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
]
