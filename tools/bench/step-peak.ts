import { openBenchTrainer } from './bench-trainer.ts'
import { benchmark, whole } from './benchmark.ts'
import { classes, networkSettings } from './network-speed.ts'
import { startTorch } from './torch-peer.ts'

const { warmUp: _, ...subject } = networkSettings

export const stepPeakBenchmark = benchmark(
  'step-peak',
  'most memory a process of training steps holds, beside PyTorch with peer=torch',
  { ...subject, runs: whole(4) },
  async (settings, { signal }) => {
    const { architecture, size, batch, threads, runs } = settings
    const { device, notes, step, close } = await openBenchTrainer(settings)
    try {
      for (let taken = 0; taken < runs; taken++) {
        signal.throwIfAborted()
        await step()
      }
    } finally {
      await close()
    }
    // libuv gives KiB everywhere.
    const value = process.resourceUsage().maxRSS / 1024
    const what = `Most memory of a process that opens a trainer and takes ${runs} steps of ${architecture} at ${size} px, batch ${batch}, on ${device}.`
    const own = { unit: 'MiB', value, samples: [value], what, settings, notes }
    if (settings.peer === 'none') return own
    const peer = await startTorch({ kind: 'train', architecture, size, batch, classes, threads })
    if ('reason' in peer) return { ...own, peer: { name: 'PyTorch', reason: peer.reason } }
    try {
      for (let taken = 0; taken < runs; taken++) await peer.run()
      const theirs = peer.peakMegabytes()
      const compared = { name: peer.name, value: theirs, samples: [theirs], ratio: value / theirs }
      return { ...own, peer: compared, ...(settings.runtime === 'cpu' && { target: { atMost: theirs } }) }
    } finally {
      peer.close()
    }
  },
)
