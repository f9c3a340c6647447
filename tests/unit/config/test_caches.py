"""A cache that does not answer is an empty one."""

import socket

from config.common.caches import ForgetfulRedisCache


def test_redis_that_is_down_keeps_nothing_and_fails_nobody() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cache = ForgetfulRedisCache(f"redis://127.0.0.1:{port}/0", {})
    cache.set("page", "text", 60)
    assert cache.get("page", "nothing") == "nothing"
    assert cache.add("count", 1, 60) is False
    assert cache.incr("count") == 1
