"""What the tests of uncertainty expect, by another way: every outcome of three factors of two choices each is
worked out by itself, the indices of Sobol' come from all eight of them, and what is drawn from the published
SplitMix64. Prints the figures."""

import math
import struct
from fractions import Fraction as F
from itertools import product

MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def mixed(state):
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    state = (state ^ (state >> 27)) * 0x94D049BB133111EB & MASK
    return state ^ (state >> 31)


def stream(seed, sample):
    state = (mixed(seed) + mixed(sample ^ STEP)) & MASK
    while True:
        state = (state + STEP) & MASK
        yield (mixed(state) >> 11) / (1 << 53)


# Columns a and b are better high, c is better low; None is a gap. The bands begin at 50 and at 0.
ROWS = [(3, 9, 4), (7, 2, 3), (6, None, 9), (None, 7, 6)]


def mean(values):
    return F(sum(values), len(values))


def outcome(filled, high_20, geometric):
    """The scores of the units: a gap is left out or is its column's mean; posts are 0 to 10 or to 20."""
    high = 20 if high_20 else 10
    means = [mean([value for value in column if value is not None]) for column in zip(*ROWS)]
    scores = []
    for row in ROWS:
        row = [means[at] if value is None and filled else value for at, value in enumerate(row)]
        parts = [F(100 * value, high) for value in row[:2] if value is not None]
        parts += [100 - F(100 * value, high) for value in row[2:] if value is not None]
        if geometric:
            scores.append(float(math.prod(parts)) ** (1 / len(parts)))
        else:
            scores.append(float(sum(parts) / len(parts)))
    return scores


def ranks(scores):
    assert len({round(score, 9) for score in scores}) == len(scores), scores
    return [1 + sum(score < other for other in scores) for score in scores]


NOMINAL = ranks(outcome(0, 0, 0))
SCORES = {choice: outcome(*choice) for choice in product((0, 1), repeat=3)}


def distance(choice):
    return F(sum(abs(a - b) for a, b in zip(ranks(SCORES[choice]), NOMINAL)), len(ROWS))


def exact():
    """First order: the variance of the means given a factor; total: what is left when all others are given."""
    middle = mean(list(map(distance, SCORES)))
    variance = mean([(distance(choice) - middle) ** 2 for choice in SCORES])
    for factor in range(3):
        given = [[distance(it) for it in SCORES if it[factor] == choice] for choice in (0, 1)]
        first = mean([(mean(it) - middle) ** 2 for it in given])
        flipped = lambda it: tuple(1 - v if at == factor else v for at, v in enumerate(it))
        left = mean([(distance(it) - distance(flipped(it))) ** 2 / 4 for it in SCORES])
        yield first / variance, left / variance


def drawn(seed, samples):
    """The choices of the two points of each sample: numbers for weights, imputation, scale and mean."""
    for sample in range(samples):
        numbers = stream(seed, sample)
        draw = lambda: tuple(int(next(numbers) * 2) for _ in range(4))[1:]
        yield draw(), draw()


def estimated(seed, samples):
    """Saltelli et al. (2010), table 2 (b) and (f), on the same draws."""
    points = list(drawn(seed, samples))
    a, b = ([distance(it[side]) for it in points] for side in (0, 1))
    variance = sum((it - mean(a + b)) ** 2 for it in a + b) / (2 * samples - 1)
    for factor in range(3):
        swapped = [tuple(two[at] if at == factor else one[at] for at in range(3)) for one, two in points]
        c = [distance(it) for it in swapped]
        first = sum(y * (z - x) for x, y, z in zip(a, b, c)) / samples / variance
        yield first, sum((x - z) ** 2 for x, z in zip(a, c)) / (2 * samples) / variance


def noisy(seed, number, weights, noise):
    """Weights, each with its own number from -1 to 1 as a share of its noise."""
    numbers = stream(seed, struct.unpack("<Q", struct.pack("<d", number))[0])
    return [w * (1 + (next(numbers) * 2 - 1) * n) if n else w for w, n in zip(weights, noise)]


if __name__ == "__main__":
    for choice, scores in SCORES.items():
        print(choice, [f"{it:.3f}" for it in scores], ranks(scores), distance(choice))
    print("exact    ", [tuple(map(str, it)) for it in exact()])
    samples = 400
    print("estimated", [tuple(float(x) for x in it) for it in estimated(7, samples)])
    chosen = [one for one, _ in drawn(7, samples)]
    for unit in range(len(ROWS)):
        of = sorted(ranks(SCORES[it])[unit] for it in chosen)
        assert set(of) == {ranks(it)[unit] for it in SCORES.values()}
        passed = sum(50 <= SCORES[it][unit] for it in chosen)
        print("unit", unit, "ranks", {it: of.count(it) for it in sorted(set(of))}, "passes in", passed, "of", samples)
        print("  by enumeration", sum(50 <= it[unit] for it in SCORES.values()), "of 8 pass")
    # Indicators a, b and c of noise 0.5, the dimension of 0.25, the whole of none.
    for number in (0.0, 0.25, 0.75):
        print("weights", number, noisy(7, number, [3.0, 2.0, 1.0, 1.0, 1.0], [0.5, 0.5, 0.5, 0.25, 0.0]))
