#!/usr/bin/env python3
"""Are pathstack's answers those of CP-SAT and HiGHS? Problems of 100 to 2,000 credentials, run on demand.

  python -m venv v && v/bin/pip install ortools highspy numpy
  v/bin/python tests/peers/agree.py --ours target/release/pathstack [--problems 500] [--time-limit 20] [--seed 1] [--log FILE]

The peers' models and the generator are looked for in ../shared/peers beside the checkout, or in PATHSTACK_SHARED_PEERS.
Each problem has its own catalogue, learner, role and one objective of cost, hours, count or a weighted sum; some have
limits, soft goals, forbidden and earned credentials. A peer that does not finish within the limit proves nothing; then
pathstack's value must lie between the peer's bound and its best stack. Ends with 1 when anything disagrees. With a log, a
line of JSON for each problem, a run that was broken off goes on where it was, and the tables at the end are of the whole log.
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


def judge(status, theirs, ours, value):
    """Does the peer's answer agree with ours, and did it finish?"""
    if "INFEASIBLE" in status:
        return ours["status"] == "infeasible", True
    if status == "OPTIMAL":
        return ours["status"] == "optimal" and value == theirs["obj"], True
    best, bound = theirs.get("obj"), theirs.get("bound")
    if ours["status"] != "optimal":
        return best is None, False
    return (best is None or value <= best) and (bound is None or value >= bound - 1e-6 * abs(bound)), False


def ask(number, arguments, solvers):
    """One problem, put to pathstack and to the peers: a line of the log."""
    catalogue, query, (objective, weights), rnd = problem(number, arguments.seed)
    ours = ask_ours(arguments.ours, catalogue, query, objective)
    if ours["status"] == "optimal" and rnd.random() < 0.4:
        # A limit somewhat above or below what the best stack takes of another measure makes the problem harder.
        measure = rnd.randrange(3)
        limit = int(ours["objective"][measure] * rnd.uniform(0.7, 1.1))
        query["limits"] = {("max_cost", "max_hours", "max_count")[measure]: limit}
        ours = ask_ours(arguments.ours, catalogue, query, objective)
    value = sum(w * v for w, v in zip(weights, ours["objective"])) if ours.get("objective") else None
    limits = tuple(query.get("limits", {}).get(name) for name in ("max_cost", "max_hours", "max_count"))
    instance = {**catalogue, **query}
    normal = models.normal_form(instance)
    line = {"seed": arguments.seed, "number": number, "size": len(catalogue["credentials"]), "objective": objective,
            "status": ours["status"], "value": value, "micros": ours["micros"], "time_limit": arguments.time_limit, "peers": {}}
    for name, solve in solvers.items():
        started = time.perf_counter()
        theirs = solve(normal, weights, limits)
        elapsed = time.perf_counter() - started
        agrees, finished = judge(theirs["status"].upper(), theirs, ours, value)
        line["peers"][name] = {"agrees": agrees, "finished": finished, "seconds": round(elapsed, 4)}
        if not agrees:
            os.makedirs(arguments.save, exist_ok=True)
            with open(os.path.join(arguments.save, f"{arguments.seed}-{number}.json"), "w") as file:
                json.dump(instance, file)
            print(f"seed {arguments.seed}, problem {number} ({line['size']} credentials, {objective}): "
                  f"{name} says {theirs['status']} {theirs.get('obj')}, pathstack {ours}", flush=True)
    return line


def table(lines):
    """Agreement and ratios, by size and in all."""
    ends = {}
    for line in lines:
        ends[line["status"]] = ends.get(line["status"], 0) + 1
    print(f"{len(lines)} problems: pathstack ended " + ", ".join(f"{v} {k}" for k, v in sorted(ends.items())))
    print("| credentials | problems | peer | equal | not finished, consistent | disagree | time / pathstack: median | least |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    sizes = sorted({line["size"] for line in lines})
    for size in [*sizes, None]:
        some = [line for line in lines if size in (None, line["size"])]
        for name in some[0]["peers"]:
            said = [(line["peers"][name], line["micros"]) for line in some]
            ratios = sorted(peer["seconds"] / (max(1, micros) / 1e6) for peer, micros in said)
            equal = sum(peer["agrees"] and peer["finished"] for peer, _ in said)
            open_ = sum(peer["agrees"] and not peer["finished"] for peer, _ in said)
            wrong = sum(not peer["agrees"] for peer, _ in said)
            print(f"| {size or 'all'} | {len(some)} | {name} | {equal} | {open_} | {wrong} "
                  f"| {statistics.median(ratios):,.0f} | {ratios[0]:,.1f} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", default="target/release/pathstack")
    parser.add_argument("--problems", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--time-limit", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", default="disagreements")
    parser.add_argument("--log", help="a file that results are added to, and read from when it is there already")
    arguments = parser.parse_args()
    solvers = {"CP-SAT": lambda nf, w, lim: models.cpsat_solve(nf, w, limits=lim, workers=1, tl=arguments.time_limit),
               "HiGHS": lambda nf, w, lim: models.highs_solve(nf, w, limits=lim, threads=1, tl=arguments.time_limit)}
    lines = []
    if arguments.log and os.path.exists(arguments.log):
        lines = [json.loads(line) for line in open(arguments.log)]
    known = {(line["seed"], line["number"]) for line in lines}
    for number in range(arguments.first, arguments.first + arguments.problems):
        if (arguments.seed, number) in known:
            continue
        lines.append(ask(number, arguments, solvers))
        if arguments.log:
            with open(arguments.log, "a") as log:
                log.write(json.dumps(lines[-1]) + "\n")
    table(lines)
    sys.exit(1 if any(not peer["agrees"] for line in lines for peer in line["peers"].values()) else 0)


if __name__ == "__main__":
    main()
