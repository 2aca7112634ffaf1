"""Judges pathstack's models beside those of well-known libraries, on one split in one run.

    pip install implicit lenskit
    python tests/peers/recommend.py PATHSTACK DIR [--items FILE --group COLUMN --skills COLUMN …]

DIR holds events.csv (user_id, item_id, at). The last event of everybody with at least five items is kept back; every library is fitted
to the rest and lists ten unseen items for each of these people. With --split time every library is fitted to the earliest 80 per cent of
the events alone; a case is the last event of everybody with at least five items who took it later, and her history is all she took before
it, as in `evaluate --split time`. pathstack sees the training events as a file and writes predictions as
a file (`evaluate --predict`), so the figures here do not rest on its own harness. Each library's model has a small grid of settings,
chosen by the same leave-last-out inside the training events; pathstack is run as it is. Times are of processors, all threads together,
so that a machine that others use as well says the same: for the libraries without reading data, for pathstack's `fit` with all of its
process, starting, reading and writing among it; a list is what `evaluate --predict` takes more for everybody than for one. In brackets:
95 % by the bootstrap over cases. With --skills, columns that say what an item teaches, a walk over items and skills (personalised
PageRank from what was taken, the latest most) is judged as well; its settings are chosen as the libraries' are.
"""

import argparse
import ast
import csv
import json
import math
import os
import random
import resource
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
    return training, {user: training[user] for user in held}, held


def by_time(trails, percent=80):
    times = sorted(at for events in trails.values() for at, _ in events)
    cut = times[len(times) * percent // 100]
    cases = [user for user, events in trails.items() if len(events) >= LEAST and events[-1][0] >= cut]
    training = {user: [event for event in events if event[0] < cut] for user, events in trails.items()}
    training = {user: events for user, events in training.items() if events}
    return training, {user: trails[user][:-1] for user in cases}, {user: trails[user][-1][1] for user in cases}


def figures(lists, held):
    hits = [1.0 if held[user] in lists.get(user, []) else 0.0 for user in held]
    gains = [1 / math.log2(2 + lists[user].index(held[user])) if held[user] in lists.get(user, []) else 0.0 for user in held]
    return interval(hits), interval(gains)


def interval(values):
    chance, count = random.Random(1), len(values)
    means = sorted(sum(values[chance.randrange(count)] for _ in range(count)) / count for _ in range(1000))
    return sum(values) / count, means[25], means[974]


def beyond(lists, others, held):
    """How much more often `lists` hold what was kept back than `others` do, paired."""
    hit = lambda one, user: 1.0 if held[user] in one.get(user, []) else 0.0
    return interval([hit(lists, user) - hit(others, user) for user in held])


class Matrix:
    """Training events as a sparse matrix, for implicit."""

    def __init__(self, training):
        self.items = sorted({item for events in training.values() for _, item in events})
        self.columns = {item: at for at, item in enumerate(self.items)}
        self.users = sorted(training)
        self.matrix = self.of([training[user] for user in self.users])

    def of(self, histories):
        import numpy
        import scipy.sparse

        pairs = [(row, self.columns[item]) for row, events in enumerate(histories) for _, item in events if item in self.columns]
        first, second = zip(*pairs)
        shape = (len(histories), len(self.items))
        return scipy.sparse.csr_matrix((numpy.ones(len(pairs), dtype="float32"), (first, second)), shape=shape)


def by_implicit(make, anew=False):
    """`anew`: people's numbers are found from their histories, not taken from the fit."""

    def run(training, histories):
        data = Matrix(training)
        model = make()
        began = time.process_time()
        model.fit(data.matrix, show_progress=False)
        fitted = time.process_time()
        people = sorted(histories)
        rows = {user: at for at, user in enumerate(data.users)}
        places = [rows.get(user, 0) for user in people]
        took = data.of([histories[user] for user in people])
        more = {"recalculate_user": True} if anew and histories != {user: training.get(user) for user in people} else {}
        items, _ = model.recommend(places, took, N=TOP, filter_already_liked_items=True, **more)
        done = time.process_time()
        lists = {user: [data.items[item] for item in row if item >= 0] for user, row in zip(people, items)}
        return lists, fitted - began, (done - fitted) / len(people)

    return run


def by_lenskit(make):
    def run(training, histories):
        import pandas
        from lenskit import recommend
        from lenskit.data import ItemList, RecQuery, from_interactions_df
        from lenskit.pipeline import topn_pipeline

        rows = [(user, item) for user, events in training.items() for _, item in events]
        data = from_interactions_df(pandas.DataFrame(rows, columns=["user_id", "item_id"]))
        pipeline = topn_pipeline(make())
        began = time.process_time()
        pipeline.train(data)
        fitted = time.process_time()

        known = {item for _, item in rows}

        def asked(user):
            if histories[user] == training.get(user):
                return user
            items = [item for _, item in histories[user] if item in known]
            return RecQuery(user_id=user, user_items=ItemList(items)) if items else None

        queries = {user: asked(user) for user in sorted(histories)}
        listed = lambda query: [str(item) for item in recommend(pipeline, query, n=TOP).ids()] if query else []
        lists = {user: listed(query) for user, query in queries.items()}
        return lists, fitted - began, (time.process_time() - fitted) / len(histories)

    return run


def processors(command):
    """Seconds of processors that a command takes, and what it writes."""
    spent = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    before = spent()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return spent() - before, done.stdout


def by_skills(teaches, stay, half):
    """A walk from what was taken over what it teaches to what else teaches that."""

    def run(training, histories):
        import numpy

        people = sorted(histories)
        began = time.process_time()
        items = sorted(teaches)
        skills = sorted({skill for one in teaches.values() for skill in one})
        at, column = {item: n for n, item in enumerate(items)}, {skill: n for n, skill in enumerate(skills)}
        links = numpy.zeros((len(items), len(skills)))
        for item, one in teaches.items():
            links[at[item], [column[skill] for skill in one]] = 1
        there = links / numpy.maximum(links.sum(1, keepdims=True), 1)
        back = (links / numpy.maximum(links.sum(0, keepdims=True), 1)).T
        walk = numpy.linalg.inv(numpy.eye(len(items)) - (1 - stay) * there @ back) * stay
        fitted, lists = time.process_time(), {}
        for user in people:
            taken = [at[item] for _, item in histories[user] if item in at]
            weights = 0.5 ** (numpy.arange(len(taken))[::-1] / half)
            scores = weights @ walk[taken]
            scores[taken] = -numpy.inf
            lists[user] = [items[place] for place in numpy.argsort(-scores, kind="stable")[:TOP]]
        return lists, fitted - began, (time.process_time() - fitted) / len(people)

    return run


def taught(file, columns):
    """What each item teaches: the values of some columns, each a word or a list as Python writes it."""
    teaches = {}
    with open(file, newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            values = [(column, row[column]) for column in columns if row[column]]
            lists = [(column, ast.literal_eval(value) if value.startswith("[") else [value]) for column, value in values]
            teaches[row["item_id"]] = [f"{column}: {value}" for column, several in lists for value in several]
    return teaches


def by_pathstack(binary, model, options):
    def run(training, histories):
        people = sorted(histories)
        with tempfile.TemporaryDirectory() as folder:
            rows = lambda trails: [(user, item, at) for user, events in trails.items() for at, item in events]
            events, taken = ["user_id", "item_id", "at"], os.path.join(folder, "taken")
            os.mkdir(taken)
            for name, header, lines in [
                ("events.csv", events, rows(training)),
                ("taken/events.csv", events, rows(histories)),
                ("users.csv", ["user_id"], [(user,) for user in people]),
            ]:
                with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as file:
                    csv.writer(file).writerows([header, *lines])
            users, fitted_model = os.path.join(folder, "users.csv"), os.path.join(folder, "fitted.model")
            fit = [binary, "fit", folder, "--model", model, "--unjudged", "--out", fitted_model, *options]
            took, _ = processors(fit)
            ask = [binary, "evaluate", taken, "--predict", users, "--top", str(TOP), "--learned", fitted_model, *options]
            everybody, asked = processors(ask)
            with open(users, "w", encoding="utf-8") as file:
                file.write(f"user_id\n{people[0]}\n")
            one, _ = processors(ask)
        lists = {}
        for row in csv.DictReader(asked.splitlines()):
            lists.setdefault(row["user_id"], []).append(row["item_id"])
        return lists, took, max(everybody - one, 0.0) / max(len(people) - 1, 1)

    return run


def peers(later):
    """Name, and the settings tried, each as a run."""
    try:
        from implicit.als import AlternatingLeastSquares
        from implicit.bpr import BayesianPersonalizedRanking
        from implicit.nearest_neighbours import BM25Recommender, CosineRecommender

        yield "implicit cosine", [by_implicit(lambda k=k: CosineRecommender(K=k)) for k in (20, 100, 1000)]
        yield "implicit BM25", [by_implicit(lambda k=k: BM25Recommender(K=k)) for k in (20, 100)]
        als = [(f, a) for f in (32, 128) for a in (5.0, 20.0)]
        yield "implicit ALS", [
            by_implicit(lambda f=f, a=a: AlternatingLeastSquares(factors=f, alpha=a, regularization=1.0, iterations=15, random_state=1), True)
            for f, a in als
        ]
        if later:
            print("implicit BPR knows only people it was fitted to: skipped")
        yield "implicit BPR", [] if later else [
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
    parser.add_argument("--skills", action="append", default=[], help="a column of the items that says what they teach")
    parser.add_argument("--out", help="write the figures as JSON")
    parser.add_argument("--split", choices=["last", "time"], default="last", help="what is kept back")
    asked = parser.parse_args()
    options = [word for name in ("items", "group") if getattr(asked, name) for word in (f"--{name}", getattr(asked, name))]
    training, histories, held = (by_time if asked.split == "time" else split)(read(asked.dir))
    inner, inner_histories, inner_held = split(training)
    print(f"{len(held)} cases, {sum(map(len, training.values()))} training events")
    runs = [(name, settings) for name, settings in peers(asked.split == "time") if settings]
    if asked.skills and asked.items:
        teaches = taught(asked.items, asked.skills)
        settings = [by_skills(teaches, stay, half) for stay in (0.4, 0.7) for half in (1, 3)]
        runs.append(("walk over skills", settings))
    for model in ("popularity", "transitions", "neighbours", "linear", "factors", "walk", "blend"):
        runs.append((f"pathstack {model}", [by_pathstack(asked.pathstack, model, options)]))
    report, listed = [], {}
    for name, settings in runs:
        best = settings[0]
        if len(settings) > 1:
            best = max(settings, key=lambda run: figures(run(inner, inner_histories)[0], inner_held)[1][0])
        lists, fit, rank = best(training, histories)
        (hits, low, high), (gain, least, most) = figures(lists, held)
        listed[name] = lists
        report.append(
            {"model": name, "hr": [hits, low, high], "ndcg": [gain, least, most], "fit_cpu_s": fit, "rank_cpu_us": rank * 1e6}
        )
        print(
            f"{name:24} HR@10 {hits:.3f} ({low:.3f}-{high:.3f})  NDCG@10 {gain:.3f} ({least:.3f}-{most:.3f})  "
            f"fit {fit:7.2f} s  rank {rank * 1e6:7.0f} us",
            flush=True,
        )
    ours = listed["pathstack blend"]
    for name, lists in listed.items():
        if name != "pathstack blend":
            more, low, high = beyond(ours, lists, held)
            print(f"blend - {name:24} HR@10 {more:+.3f} ({low:+.3f} to {high:+.3f})")
    if asked.out:
        with open(asked.out, "w", encoding="utf-8") as file:
            json.dump(report, file, indent=1)


if __name__ == "__main__":
    main()
