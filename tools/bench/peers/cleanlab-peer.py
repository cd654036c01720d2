"""cleanlab beside `bench label-issues`: one measured run per line of standard input.

usage: PYTHONPATH=/path/to/cleanlab cleanlab-peer.py LABELS PROBABILITIES CLASSES METHOD

LABELS holds int32, PROBABILITIES float64 row after row. A run is what the benchmark's is: thresholds, confident joint, noise
matrices, the three scores and the issues.
"""

import sys
import warnings

import cleanlab
import numpy as np
from cleanlab import count, filter, rank
from peer import serve

warnings.simplefilter("ignore")
SCORES = ["self_confidence", "normalized_margin", "confidence_weighted_entropy"]


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

    serve(f"cleanlab {cleanlab.__version__}", run)


main()
