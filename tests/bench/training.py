"""Training 100 trees of depth 10 on 3,200 of 4,000 rows: natively, in WebAssembly under Node and in a browser's worker."""
import json
import subprocess

from samples import BASIC, CONFIG, ROOT, SEED, SHOHIN, TEST_SHARE
from sklearn.ensemble import RandomForestClassifier
from table import Row, median_seconds

TIMES = 5
REQUEST = {"learner": "random_forest", "config": CONFIG, "seed": SEED, "test_share": TEST_SHARE}


def train_native(samples, threads):
    """Returns the median of the seconds that the program reports, and the last report."""
    command = [SHOHIN, "train", "--data", samples.data, "--test-share", str(TEST_SHARE), "--contract", samples.contract,
               "--config", json.dumps(CONFIG), "--seed", str(SEED), "--threads", str(threads),
               "--out", samples.folder / "model.onnx", "--json"]
    reports = [json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(TIMES)]
    return sorted(report["seconds"] for report in reports)[TIMES // 2], reports[-1]


def train_wasm(script, samples):
    """Runs one of the scripts beside this file; it prints {"seconds": median, "report": ...}."""
    command = [ROOT / "scripts" / "node.sh", "node", ROOT / "tests" / "bench" / script, samples.data, samples.contract,
               json.dumps(REQUEST), str(TIMES)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def train_scikit(samples):
    """Returns the median seconds of fit and the share of right answers on the test rows."""
    forest = RandomForestClassifier(**CONFIG, n_jobs=1, random_state=SEED)
    inputs, labels = samples.train[BASIC].to_numpy("float32"), samples.train[samples.target].to_numpy()
    seconds = median_seconds(lambda: forest.fit(inputs, labels), TIMES)
    accuracy = forest.score(samples.test[BASIC].to_numpy("float32"), samples.test[samples.target].to_numpy())
    return seconds, accuracy


def measure(samples):
    """Returns the rows; leaves our model in samples.folder/model.onnx."""
    peer, peer_accuracy = train_scikit(samples)
    one, report = train_native(samples, 1)
    two, _ = train_native(samples, 2)
    node = train_wasm("train_node.mjs", samples)
    browser = train_wasm("train_browser.mjs", samples)
    digests = {each["model_digest"] for each in (report, node["report"], browser["report"])}
    assert len(digests) == 1, f"native, Node and Chromium trained different models: {digests}"
    name = "scikit-learn, 1 job"
    return [
        Row("training, Chromium, 1 worker", browser["seconds"], "s", peer, name, bound=0.5),
        Row("training, Node, WebAssembly", node["seconds"], "s", peer, name),
        Row("training, native, 1 thread", one, "s", peer, name),
        Row("training, native, 2 threads", two, "s", peer, name),
        Row("wrong answers on the 800 test rows", 100 * (1 - report["accuracy"]), "%", 100 * (1 - peer_accuracy),
            "scikit-learn"),
    ]
