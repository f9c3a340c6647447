"""What the schema says of every answer, and the pages that show it."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers

from config.common.access import Public


class ProblemSerializer(serializers.Serializer):
    code = serializers.CharField()
    sentence = serializers.CharField()
    link = serializers.CharField(allow_blank=True)


class RefusalSerializer(serializers.Serializer):
    """What a refusal says: the sentence for people and each problem behind it."""

    detail = serializers.CharField()
    problems = ProblemSerializer(many=True, required=False)
    theirs = serializers.DictField(child=serializers.CharField(), required=False)
    yours = serializers.DictField(child=serializers.CharField(), required=False)


class KeyScheme(OpenApiAuthenticationExtension):
    """How the schema describes our API keys."""

    target_class = "accounts.authentication.TokenAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token <key>"}


IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="version that was read, e.g. 7"
)
_GUARDED = {
    412: OpenApiResponse(RefusalSerializer, "somebody saved first: both texts"),
    428: OpenApiResponse(RefusalSerializer, "If-Match is missing"),
}
_EVERY_ANSWER = {
    "401": "not signed in",
    "403": "the role has no such right",
    "404": "not there, or not yours",
    "409": "a rule says no, with its sentence",
}


def documents_create(request: Any, answer: Any) -> Any:
    """Schema of an action that makes a row."""
    return extend_schema(request=request, responses={201: answer, 409: RefusalSerializer})


def documents_change(request: Any, answer: Any) -> Any:
    """Schema of an action that changes a row of a known version."""
    return extend_schema(
        request=request, parameters=[IF_MATCH], responses={200: answer, 409: RefusalSerializer} | _GUARDED
    )


def complete_answers(result: dict[str, Any], **_facts: Any) -> dict[str, Any]:
    """Adds to every operation the answers that the platform's own rules give everywhere."""
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    wrong = {"application/json": {"schema": {"type": "object", "additionalProperties": {}}}}
    for path in result["paths"].values():
        for operation in path.values():
            answers = operation["responses"]
            for status, words in _EVERY_ANSWER.items():
                answers.setdefault(status, {"content": refusal, "description": words})
            answers.setdefault(
                "400", {"content": wrong, "description": "a field is wrong: names and sentences"}
            )
    return result


_OPEN = Public("programmers read the description before they have an account; it holds no data")


class SchemaView(SpectacularJSONAPIView):
    access = _OPEN


class DocsView(SpectacularSwaggerSplitView):
    access = _OPEN
    template_name = "api_docs.html"
