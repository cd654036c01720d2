import { describe, expect, it } from 'vitest'
import { lookCells } from '#imaging/look.ts'
import { sha256Schema } from '#shared/ids.ts'
import { ComputeClient } from '../../compute/client.ts'
import type { Inspection } from '../../compute/protocol.ts'
import { inProcess } from '../../compute/testing/in-process.ts'
import { inspectFiles } from './inspect-files.ts'

const inspection: Inspection = {
  ...{ sha256: sha256Schema.parse('a'.repeat(64)), bytes: 1, format: 'jpeg', width: 1, height: 1, orientation: 1 },
  ...{ perceptualHash: '0'.repeat(16), look: new Uint8Array(lookCells), verdict: 'good', reasons: [], notes: [] },
  measures: {
    ...{ darkFraction: 0, brightFraction: 0, retinaDarkFraction: null, retinaBrightFraction: null, retinaFraction: 0 },
    ...{ underexposed: false, overexposed: false, retinaUnderexposed: false, retinaOverexposed: false },
    ...{ focus: 0, histogram: [1] },
  },
}

/** A compute process that the files of these names end. */
function processThatDies(deadly: readonly string[]) {
  const compute = inProcess({
    inspect: async ({ paths }, { emit }) => {
      for (const [index, path] of paths.entries()) {
        if (deadly.includes(path)) {
          compute.end('The compute process was ended by SIGSEGV.')
          return await new Promise<never>(() => {})
        }
        emit({ index, inspection, reason: null })
        await new Promise((resolve) => setImmediate(resolve))
      }
      return null
    },
  })
  return compute
}

async function inspectAll(paths: readonly string[], deadly: readonly string[]) {
  const told = new Map<string, string | null>()
  const compute = new ComputeClient(processThatDies(deadly).host)
  const { signal } = new AbortController()
  const work = inspectFiles(paths, { compute, signal, threads: 2 }, (index, { reason }) => {
    expect(told.has(paths[index] ?? '')).toBe(false)
    told.set(paths[index] ?? '', reason)
  })
  await work
  return told
}

describe('looking into files', () => {
  it('goes on where one of them takes the compute process with it, and names it', async () => {
    const paths = ['a', 'b', 'folder/deadly.jpg', 'c', 'd', 'e', 'worse.jpg', 'f']
    const told = await inspectAll(paths, ['folder/deadly.jpg', 'worse.jpg'])
    expect([...told.keys()].sort()).toEqual([...paths].sort())
    const reasons = [...told].filter(([, reason]) => reason !== null)
    expect(reasons.map(([path]) => path)).toEqual(['folder/deadly.jpg', 'worse.jpg'])
    expect(reasons[0]?.[1]).toBe(
      'Could not decode "deadly.jpg": decoding it ended the process that does it. Save it anew, or leave it out.',
    )
  })

  it('stops where every file does so: that is the machine', async () => {
    const paths = Array.from({ length: 40 }, (_, index) => `${index}.jpg`)
    await expect(inspectAll(paths, paths)).rejects.toMatchObject({ code: 'compute_failed' })
  })
})
