"""cleanlab beside `bench label-issues`: one measured run per line of standard input.

usage: PYTHONPATH=/path/to/cleanlab cleanlab-peer.py LABELS PROBABILITIES CLASSES METHOD

LABELS holds int32, PROBABILITIES float64 row after row. A run is what the benchmark's is: thresholds, confident joint, noise
matrices, the three scores and the issues. Prints {"name": ...} once it is ready and then {"milliseconds": ..., "peakMegabytes": ...}
for every line it reads, the second of the process since it began.
"""

import json
import resource
import sys
import time
import warnings

import cleanlab
import numpy as np
from cleanlab import count, filter, rank

warnings.simplefilter("ignore")
SCORES = ["self_confidence", "normalized_margin", "confidence_weighted_entropy"]


def tell(document):
    print(json.dumps(document), flush=True)


def main():
    classes, method = int(sys.argv[3]), sys.argv[4].replace("-", "_").replace("not_given", "neq_given")
    labels = np.fromfile(sys.argv[1], dtype=np.int32).astype(np.int64)
    probabilities = np.fromfile(sys.argv[2], dtype=np.float64).reshape(-1, classes)

    def run():
        joint = count.compute_confident_joint(labels, probabilities)
        count.estimate_latent(joint, labels)
        for score in SCORES:
            rank.get_label_quality_scores(labels, probabilities, method=score, adjust_pred_probs=False)
        filter.find_label_issues(
            labels, probabilities, filter_by=method, confident_joint=joint, return_indices_ranked_by="self_confidence", n_jobs=1
        )

    tell({"name": f"cleanlab {cleanlab.__version__}"})
    for _ in sys.stdin:
        start = time.perf_counter()
        run()
        milliseconds = (time.perf_counter() - start) * 1000
        # Linux counts in KiB.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        tell({"milliseconds": milliseconds, "peakMegabytes": peak})


main()
