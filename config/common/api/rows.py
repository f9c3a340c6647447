"""Serializers that know our exact amounts."""

from typing import Any

from rest_framework import serializers

from config.common.quantities import DECIMALS, QuantityField, check_exact, plain


class Amount(serializers.DecimalField):
    """An exact amount as a decimal string without trailing zeros."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_digits", 18)
        options.setdefault("decimal_places", DECIMALS)
        options.setdefault("validators", [check_exact])
        super().__init__(**options)

    def to_representation(self, value: Any) -> str:
        return str(plain(value))


class RowSerializer(serializers.ModelSerializer):
    """A model serializer that knows our exact amounts."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {QuantityField: Amount}
