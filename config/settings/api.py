"""The REST API: the same selectors, services, scopes and refusals as the pages."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["config.common.api.defaults.DeclaredPermission"],
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "config.common.api.defaults.UniqueOrdering",
    ],
    "DEFAULT_PAGINATION_CLASS": "config.common.api.defaults.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "config.common.api.answers.answer_exception",
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "清洁生产审核管理平台 API",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "RoundKindEnum": "audits.enums.RoundKind",
        "MeasureKindEnum": "measures.enums.MeasureKind",
        "CleanerLevelEnum": "audits.enums.CleanerLevel",
        "MeasureStateEnum": "measures.enums.MeasureState",
        "RoundStateEnum": "audits.enums.RoundState",
        "ListingStateEnum": "enterprises.enums.ListingState",
        "ListStateEnum": "enterprises.enums.ListState",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.common.api.schema.complete_answers",
    ],
}
