"""Addresses of accounts."""

from django.urls import path

from accounts.views import account, own, sign_ins

app_name = "accounts"
urlpatterns = [
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("password/", account.password_change, name="password_change"),
    path("password/forgotten/", own.password_forgotten, name="password_forgotten"),
    path("password/reset/", own.password_reset, name="password_reset"),
    path("email/", own.email_change, name="email_change"),
    path("email/resend/", own.email_resend, name="email_resend"),
    path("email/confirm/", own.email_confirm, name="email_confirm"),
    path("profile/", account.profile, name="profile"),
    path("sign-ins/", sign_ins.my_sign_ins, name="my_sign_ins"),
    path("sign-ins/others/end/", sign_ins.sign_in_end_others, name="sign_in_end_others"),
    path("sign-ins/<int:pk>/end/", sign_ins.sign_in_end, name="sign_in_end"),
    path("tokens/<int:pk>/revoke/", account.token_revoke, name="token_revoke"),
    path("users/", account.user_list, name="user_list"),
    path("users/new/", account.user_create, name="user_create"),
    path("users/<int:pk>/", account.user_detail, name="user_detail"),
    path("activity/", account.activity_list, name="activity_list"),
]
