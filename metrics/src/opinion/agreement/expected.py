"""Krippendorff's alpha by the coincidence matrix, and Kendall's W by the correlation of ranks, in exact
fractions: other ways than those of agreement.rs. Prints what its tests expect."""

from fractions import Fraction as F
from itertools import permutations

GAP = None
# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section E: four observers, twelve
# units. Published: nominal .743, ordinal .815, interval .849, ratio .797.
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
    [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
]
# The data "anxiety" of the R package irr: three raters, twenty persons, with ties. Published by its
# manual: Wt = 0.54.
ANXIETY = [
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
]


def alpha(raters, distance):
    units = [[v for v in unit if v is not GAP] for unit in zip(*raters)]
    units = [unit for unit in units if len(unit) > 1]
    values = sorted({v for unit in units for v in unit})
    together = {(a, b): F(0) for a in values for b in values}
    for unit in units:
        for a, b in permutations(unit, 2):
            together[a, b] += F(1, len(unit) - 1)
    of = {a: sum(together[a, b] for b in values) for a in values}
    n = sum(of.values())
    observed = sum(together[a, b] * distance(a, b, of) for a in values for b in values)
    expected = sum(of[a] * of[b] * distance(a, b, of) for a in values for b in values)
    return 1 - (n - 1) * observed / expected


def nominal(a, b, _):
    return a != b


def ordinal(a, b, of):
    low, high = min(a, b), max(a, b)
    between = sum(of[g] for g in of if low <= g <= high)
    return (between - (of[low] + of[high]) / 2) ** 2


def interval(a, b, _):
    return (a - b) ** 2


def ratio(a, b, _):
    return F(a - b, a + b) ** 2


def ranks(values):
    return [F(sum(o < v for o in values) + sum(o <= v for o in values) + 1, 2) for v in values]


def kendall(raters):
    """The variance of the rank sums over the largest that ties leave possible."""
    table = [ranks(values) for values in raters]
    m, n = len(table), len(table[0])
    mean = F(n + 1, 2)
    spread = sum((sum(column) - m * mean) ** 2 for column in zip(*table))
    own = sum((rank - mean) ** 2 for row in table for rank in row)
    return spread / (m * own)


for name, distance in [("nominal", nominal), ("ordinal", ordinal), ("interval", interval), ("ratio", ratio)]:
    print(name, float(alpha(KRIPPENDORFF, distance)))
print("alpha ppm", round(alpha(KRIPPENDORFF, interval) * 10**6), round(alpha(ANXIETY, interval) * 10**6))
print("W ppm", round(kendall(ANXIETY) * 10**6), float(kendall(ANXIETY)))
print("chi squared", float(3 * 19 * kendall(ANXIETY)))
