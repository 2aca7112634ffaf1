#!/usr/bin/env python3
"""Are pathstack's answers those of CP-SAT and HiGHS? Problems of 100 to 2,000 credentials, run on demand.

  python -m venv v && v/bin/pip install ortools highspy numpy
  v/bin/python tests/peers/agree.py --ours target/release/pathstack [--problems 500] [--time-limit 20] [--seed 1]

The peers' models and the generator are looked for in ../shared/peers beside the checkout, or in PATHSTACK_SHARED_PEERS.
Each problem has its own catalogue, learner, role and one objective of cost, hours, count or a weighted sum; some have
limits, soft goals, forbidden and earned credentials. A peer that does not finish within the limit proves nothing; then
pathstack's value must lie between the peer's bound and its best stack. Ends with 1 when anything disagrees.
"""
import argparse, json, os, random, shlex, statistics, subprocess, sys, tempfile, time

here = os.path.dirname(os.path.abspath(__file__))
peers = os.environ.get("PATHSTACK_SHARED_PEERS") or os.path.join(here, "..", "..", "..", "shared", "peers")
if not os.path.exists(os.path.join(peers, "models.py")):
    sys.exit(f"SKIPPED: no models.py in {peers}; set PATHSTACK_SHARED_PEERS to the folder that has it")
sys.path.insert(0, peers)
import generate, models  # noqa: E402

# Credentials, and how many of 20 problems have so many: large ones take the peers minutes.
SIZES = [(100, 8), (200, 4), (400, 3), (700, 2), (1000, 2), (2000, 1)]
OBJECTIVES = [("cost", (1, 0, 0)), ("hours", (0, 1, 0)), ("count", (0, 0, 1)), ("41*cost+1*hours", (41, 1, 0)),
              ("1*cost+250*hours+3000*count", (1, 250, 3000))]


def problem(number, seed):
    """A catalogue, a query and an objective, the same for the same number and seed."""
    rnd = random.Random(seed * 1_000_003 + number)
    size = rnd.choices([s for s, _ in SIZES], [w for _, w in SIZES])[0]
    generate.SCALES["agree"] = (size, max(30, size // 2), rnd.choice([10, 15, 30]), min(20, 5 + size // 100), 5)
    made = generate.make_catalog("agree", seed * 100_000 + number)
    catalogue = generate.to_json(made)
    query = generate.make_queries(made, "agree", seed * 100_000 + number, 1)[0]
    ids = [credential["id"] for credential in catalogue["credentials"]]
    if rnd.random() < 0.3:
        query["learner"]["earned"] = rnd.sample(ids, 3)
    if rnd.random() < 0.3:
        query["forbid"] = rnd.sample(ids, size // 20)
    if rnd.random() < 0.4:
        wanted = rnd.sample(query["role"]["requires"], len(query["role"]["requires"]) // 3)
        query["role"]["requires"] = [group for group in query["role"]["requires"] if group not in wanted]
        query["role"]["soft"] = [{**group["of"][0], "w": rnd.randint(1, 5)} for group in wanted]
        total = sum(atom["w"] for atom in query["role"]["soft"])
        query["role"]["min_soft"] = rnd.randint(0, total)
    return catalogue, query, rnd.choice(OBJECTIVES), rnd


def ask_ours(command, catalogue, query, objective):
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("catalogue.json", "queries.jsonl")]
        for path, value in zip(paths, (catalogue, query)):
            with open(path, "w") as file:
                file.write(json.dumps(value) + "\n")
        run = subprocess.run(shlex.split(command) + ["solve", paths[0], "--queries", paths[1], "--minimise", objective, "--json"],
                             capture_output=True, text=True)
        lines = [line for line in run.stdout.splitlines() if line.startswith("{")]
        if not lines:
            sys.exit(f"pathstack gave no answer: {run.stderr}")
        return json.loads(lines[0])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", default="target/release/pathstack")
    parser.add_argument("--problems", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--time-limit", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", default="disagreements")
    arguments = parser.parse_args()
    solvers = {"CP-SAT": lambda nf, w, lim: models.cpsat_solve(nf, w, limits=lim, workers=1, tl=arguments.time_limit),
               "HiGHS": lambda nf, w, lim: models.highs_solve(nf, w, limits=lim, threads=1, tl=arguments.time_limit)}
    tally = {name: {"equal": 0, "unfinished": 0, "ratios": []} for name in solvers}
    kinds, wrong = {}, 0
    for number in range(arguments.first, arguments.first + arguments.problems):
        catalogue, query, (objective, weights), rnd = problem(number, arguments.seed)
        ours = ask_ours(arguments.ours, catalogue, query, objective)
        value = lambda answer: sum(w * v for w, v in zip(weights, answer["objective"]))
        if ours["status"] == "optimal" and rnd.random() < 0.4:
            # A limit somewhat above or below what the best stack takes of another measure makes the problem harder.
            measure = rnd.randrange(3)
            limit = int(ours["objective"][measure] * rnd.uniform(0.7, 1.1))
            query["limits"] = {("max_cost", "max_hours", "max_count")[measure]: limit}
            ours = ask_ours(arguments.ours, catalogue, query, objective)
        kinds[ours["status"]] = kinds.get(ours["status"], 0) + 1
        limits = [query.get("limits", {}).get(name) for name in ("max_cost", "max_hours", "max_count")]
        instance = {**catalogue, **query}
        normal = models.normal_form(instance)
        for name, solve in solvers.items():
            started = time.perf_counter()
            theirs = solve(normal, weights, tuple(limits))
            elapsed = time.perf_counter() - started
            status, counts = theirs["status"].upper(), tally[name]
            counts["ratios"].append(elapsed / max(1e-9, ours["micros"] / 1e6))
            if "INFEASIBLE" in status:
                agrees = ours["status"] == "infeasible"
            elif status == "OPTIMAL":
                agrees = ours["status"] == "optimal" and value(ours) == theirs["obj"]
            else:
                counts["unfinished"] += 1
                best, bound = theirs.get("obj"), theirs.get("bound")
                agrees = ours["status"] == "optimal" or best is None
                if ours["status"] == "optimal":
                    agrees = (best is None or value(ours) <= best) and (bound is None or value(ours) >= bound - 1e-6 * abs(bound))
                if agrees:
                    continue
            if agrees:
                counts["equal"] += 1
            else:
                wrong += 1
                os.makedirs(arguments.save, exist_ok=True)
                with open(os.path.join(arguments.save, f"{number}.json"), "w") as file:
                    json.dump(instance, file)
                print(f"problem {number} ({len(catalogue['credentials'])} credentials, {objective}): "
                      f"{name} says {status} {theirs.get('obj')}, pathstack {ours}", flush=True)
        if (number + 1) % 25 == 0:
            print(f"{number + 1 - arguments.first} problems, {wrong} disagreements", flush=True)
    print(f"{arguments.problems} problems: pathstack ended " + ", ".join(f"{v} {k}" for k, v in sorted(kinds.items())))
    for name, counts in tally.items():
        ratios = sorted(counts["ratios"])
        print(f"{name}: {counts['equal']} equal, {counts['unfinished']} not finished in {arguments.time_limit:g} s (consistent), "
              f"time / pathstack: median {statistics.median(ratios):.0f}x, least {ratios[0]:.1f}x")
    print(f"{wrong} disagreements")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
