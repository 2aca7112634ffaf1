"""Judges pathstack's models beside those of well-known libraries, on one split in one run.

    pip install implicit lenskit
    python tests/peers/recommend.py PATHSTACK DIR [--items FILE --group COLUMN]

DIR holds events.csv (user_id, item_id, at). The last event of everybody with at least five items is kept back; every library is fitted
to the rest and lists ten unseen items for each of these people. pathstack sees the training events as a file and writes predictions as
a file (`evaluate --predict`), so the figures here do not rest on its own harness. Each library's model has a small grid of settings,
chosen by the same leave-last-out inside the training events; pathstack is run as it is. Times are wall-clock inside each process,
without starting it and without reading files: pathstack tells its own.
"""

import argparse
import csv
import json
import math
import os
import random
import re
import subprocess
import tempfile
import time
import warnings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
warnings.filterwarnings("ignore")

TOP, LEAST = 10, 5


def read(folder):
    trails = {}
    with open(os.path.join(folder, "events.csv"), newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            trails.setdefault(row["user_id"], []).append((row["at"], row["item_id"]))
    for user, events in trails.items():
        events.sort(key=lambda event: event[0])
        seen = set()
        trails[user] = [event for event in events if not (event[1] in seen or seen.add(event[1]))]
    return trails


def split(trails):
    training, held = {}, {}
    for user, events in trails.items():
        if len(events) >= LEAST:
            training[user], held[user] = events[:-1], events[-1][1]
        else:
            training[user] = events
    return training, held


def figures(lists, held):
    hits = [1.0 if held[user] in lists.get(user, []) else 0.0 for user in held]
    gains = [1 / math.log2(2 + lists[user].index(held[user])) if held[user] in lists.get(user, []) else 0.0 for user in held]
    chance, count = random.Random(1), len(held)
    means = sorted(sum(hits[chance.randrange(count)] for _ in range(count)) / count for _ in range(1000))
    return sum(hits) / count, means[25], means[974], sum(gains) / count


class Matrix:
    """Training events as a sparse matrix, for implicit."""

    def __init__(self, training):
        import numpy
        import scipy.sparse

        self.users = sorted(training)
        self.items = sorted({item for events in training.values() for _, item in events})
        rows = {user: at for at, user in enumerate(self.users)}
        columns = {item: at for at, item in enumerate(self.items)}
        pairs = [(rows[user], columns[item]) for user, events in training.items() for _, item in events]
        first, second = zip(*pairs)
        self.rows = rows
        shape = (len(self.users), len(self.items))
        self.matrix = scipy.sparse.csr_matrix((numpy.ones(len(pairs), dtype="float32"), (first, second)), shape=shape)


def by_implicit(make):
    def run(training, people):
        data = Matrix(training)
        model = make()
        began = time.perf_counter()
        model.fit(data.matrix, show_progress=False)
        fitted = time.perf_counter()
        places = [data.rows[user] for user in people]
        items, _ = model.recommend(places, data.matrix[places], N=TOP, filter_already_liked_items=True)
        done = time.perf_counter()
        lists = {user: [data.items[item] for item in row if item >= 0] for user, row in zip(people, items)}
        return lists, fitted - began, (done - fitted) / len(people)

    return run


def by_lenskit(make):
    def run(training, people):
        import pandas
        from lenskit import recommend
        from lenskit.data import from_interactions_df
        from lenskit.pipeline import topn_pipeline

        rows = [(user, item) for user, events in training.items() for _, item in events]
        data = from_interactions_df(pandas.DataFrame(rows, columns=["user_id", "item_id"]))
        pipeline = topn_pipeline(make())
        began = time.perf_counter()
        pipeline.train(data)
        fitted = time.perf_counter()
        lists = {user: [str(item) for item in recommend(pipeline, user, n=TOP).ids()] for user in people}
        return lists, fitted - began, (time.perf_counter() - fitted) / len(people)

    return run


def by_pathstack(binary, model, options):
    def run(training, people):
        with tempfile.TemporaryDirectory() as folder:
            for name, header, rows in [
                ("events.csv", ["user_id", "item_id", "at"], [(u, i, at) for u, events in training.items() for at, i in events]),
                ("users.csv", ["user_id"], [(user,) for user in people]),
            ]:
                with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as file:
                    csv.writer(file).writerows([header, *rows])
            users, fitted_model = os.path.join(folder, "users.csv"), os.path.join(folder, "fitted.model")
            fit = [binary, "fit", folder, "--model", model, "--unjudged", "--out", fitted_model, *options]
            fitted = subprocess.run(fit, check=True, capture_output=True, text=True)
            ask = [binary, "evaluate", folder, "--predict", users, "--top", str(TOP), "--learned", fitted_model, *options]
            asked = subprocess.run(ask, check=True, capture_output=True, text=True)
        lists = {}
        for row in csv.DictReader(asked.stdout.splitlines()):
            lists.setdefault(row["user_id"], []).append(row["item_id"])
        took = float(re.search(r"fitted in ([\d.]+) s", fitted.stderr).group(1))
        ranked = float(re.search(r"ranked \d+ lists in ([\d.]+) s", asked.stderr).group(1))
        return lists, took, ranked / len(people)

    return run


def peers():
    """Name, and the settings tried, each as a run."""
    try:
        from implicit.als import AlternatingLeastSquares
        from implicit.bpr import BayesianPersonalizedRanking
        from implicit.nearest_neighbours import BM25Recommender, CosineRecommender

        yield "implicit cosine", [by_implicit(lambda k=k: CosineRecommender(K=k)) for k in (20, 100, 1000)]
        yield "implicit BM25", [by_implicit(lambda k=k: BM25Recommender(K=k)) for k in (20, 100)]
        als = [(f, a) for f in (32, 128) for a in (5.0, 20.0)]
        yield "implicit ALS", [
            by_implicit(lambda f=f, a=a: AlternatingLeastSquares(factors=f, alpha=a, regularization=1.0, iterations=15, random_state=1))
            for f, a in als
        ]
        yield "implicit BPR", [
            by_implicit(lambda f=f: BayesianPersonalizedRanking(factors=f, iterations=300, learning_rate=0.05, random_state=1))
            for f in (32, 64)
        ]
    except ImportError:
        print("implicit is not installed: skipped")
    try:
        from lenskit.als import ImplicitMFScorer
        from lenskit.knn import EASEScorer, ItemKNNScorer, SLIMScorer, UserKNNScorer

        yield "lenskit item neighbours", [
            by_lenskit(lambda k=k: ItemKNNScorer(max_nbrs=k, min_nbrs=1, feedback="implicit")) for k in (20, 100)
        ]
        yield "lenskit user neighbours", [by_lenskit(lambda k=k: UserKNNScorer(max_nbrs=k, feedback="implicit")) for k in (30, 100)]
        yield "lenskit ALS", [by_lenskit(lambda f=f: ImplicitMFScorer(embedding_size=f, epochs=15)) for f in (32, 64)]
        yield "lenskit EASE", [by_lenskit(lambda r=r: EASEScorer(regularization=r)) for r in (1, 20, 100)]
        yield "lenskit SLIM", [by_lenskit(lambda l=l: SLIMScorer(l1_reg=l, l2_reg=l)) for l in (0.1, 1.0)]
    except ImportError:
        print("lenskit is not installed: skipped")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pathstack")
    parser.add_argument("dir")
    parser.add_argument("--items")
    parser.add_argument("--group")
    parser.add_argument("--out", help="write the figures as JSON")
    asked = parser.parse_args()
    options = [word for name in ("items", "group") if getattr(asked, name) for word in (f"--{name}", getattr(asked, name))]
    training, held = split(read(asked.dir))
    inner, inner_held = split(training)
    print(f"{len(held)} cases, {sum(map(len, training.values()))} training events")
    runs = list(peers())
    for model in ("popularity", "transitions", "neighbours", "linear", "factors", "walk", "blend"):
        runs.append((f"pathstack {model}", [by_pathstack(asked.pathstack, model, options)]))
    report = []
    for name, settings in runs:
        best = settings[0]
        if len(settings) > 1:
            people = sorted(inner_held)
            best = max(settings, key=lambda run: figures(run(inner, people)[0], inner_held)[3])
        lists, fit, rank = best(training, sorted(held))
        hits, low, high, gain = figures(lists, held)
        report.append({"model": name, "hr": hits, "hr_low": low, "hr_high": high, "ndcg": gain, "fit_s": fit, "rank_us": rank * 1e6})
        print(f"{name:24} HR@10 {hits:.3f} ({low:.3f}-{high:.3f})  NDCG@10 {gain:.3f}  fit {fit:7.2f} s  rank {rank * 1e6:7.0f} us", flush=True)
    if asked.out:
        with open(asked.out, "w", encoding="utf-8") as file:
            json.dump(report, file, indent=1)


if __name__ == "__main__":
    main()
