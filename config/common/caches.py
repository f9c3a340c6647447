"""Caches that may fail: what they keep can always be made again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class ForgetfulRedisCache(RedisCache):
    """Redis that does not answer is an empty cache: pages are made anew, and nobody is counted."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with _forgotten():
            return super().get(key, default, version)
        return default

    def set(self, key: str, value: Any, *args: Any, **options: Any) -> None:
        with _forgotten():
            super().set(key, value, *args, **options)

    def add(self, key: str, value: Any, *args: Any, **options: Any) -> bool:
        with _forgotten():
            return bool(super().add(key, value, *args, **options))
        return False

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        with _forgotten():
            return int(super().incr(key, delta, version))
        return delta


@contextmanager
def _forgotten() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        logger.warning("The cache does not answer: %s", error)
