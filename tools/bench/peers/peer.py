"""What every peer of a benchmark does: one measured run per line of standard input."""

import json
import resource
import sys
import time


def serve(name, run):
    """Prints {"name": ...}, then {"milliseconds": ..., "peakMegabytes": ...} for every line it reads, the second of the process since it began."""
    tell({"name": name})
    for _ in sys.stdin:
        start = time.perf_counter()
        run()
        milliseconds = (time.perf_counter() - start) * 1000
        # Linux counts in KiB.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        tell({"milliseconds": milliseconds, "peakMegabytes": peak})


def tell(document):
    print(json.dumps(document), flush=True)
