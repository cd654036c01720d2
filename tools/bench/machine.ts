import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

/** What the figures were measured on. */
export function thisMachine() {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    /** Processes that wanted a core over the last minute; far above `cores`, the figures say little. */
    loadAverage: Number((loadavg()[0] ?? 0).toFixed(1)),
  }
}
