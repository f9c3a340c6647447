"""How sure a rate is that was found in a sample."""

from collections.abc import Iterable
from decimal import Decimal, localcontext

Z95 = Decimal("1.959963985")  # the normal quantile of 0.975


def wilson(hits: int, sampled: int, z: Decimal = Z95) -> tuple[Decimal, Decimal] | None:
    """Wilson's score interval of a share, 95 % by default; None when nothing was sampled.

    E. B. Wilson, JASA 22 (1927) 209–212; method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872.
    """
    if not sampled:
        return None
    with localcontext() as context:
        context.prec = 28
        n, share = Decimal(sampled), Decimal(hits) / sampled
        middle = share + z * z / (2 * n)
        reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).sqrt()
        whole = 1 + z * z / n
        return max(Decimal(0), (middle - reach) / whole), min(Decimal(1), (middle + reach) / whole)


def weighted_share(strata: Iterable[tuple[int, int, int]]) -> Decimal | None:
    """Σ N·(hits ÷ n) ÷ Σ N over strata given as (N, hits, n); None while one that counts has no reading."""
    rows = list(strata)
    whole = sum(size for size, _hits, _n in rows)
    if not whole or not all(n for _size, _hits, n in rows):
        return None
    return sum((Decimal(size) * hits / n for size, hits, n in rows), Decimal(0)) / whole
