import { describe, expect, it } from 'vitest'
import { comparePeer, interleaved } from './interleaved.ts'
import { startTorch } from './torch-peer.ts'

const signal = new AbortController().signal

describe('a benchmark beside a peer', () => {
  it('runs both in turn and leaves out what warms up', async () => {
    const order: string[] = []
    const own = async () => order.push('own')
    const peer = { name: 'peer', run: async () => order.push('peer'), close: () => undefined }
    const samples = await interleaved(own, peer, { runs: 2, warmUp: 1, signal })
    expect(order).toEqual(['own', 'peer', 'own', 'peer', 'own', 'peer'])
    expect(samples).toEqual({ own: [3, 5], peer: [4, 6] })
  })

  it('compares medians', () => {
    expect(comparePeer('peer', [3, 100, 3], [2, 2, 50])).toMatchObject({ value: 2, ratio: 1.5 })
  })

  it('says in words that the peer is not there', async () => {
    const work = { kind: 'infer', architecture: 'nobody-knows', size: 32, batch: 1, classes: 5, threads: 1 } as const
    expect(await startTorch(work)).toEqual({ reason: expect.stringMatching(/has no torch|not in this installation/) })
  })
})
