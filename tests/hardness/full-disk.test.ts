import { describe, expect, it } from 'vitest'
import { fullDisk } from './full-disk.ts'
import { canMount, noMounts } from './mounts.ts'

describe('grading on a disk that fills up', () => {
  it('loses nothing, says so, and goes on once there is room', async (context) => {
    if (!canMount()) context.skip(noMounts)
    const figures = await fullDisk({ seed: 14, times: 3 })
    expect(figures.refused).toBe(9)
    expect(figures).toMatchObject({ lost: 0, badSentences: 0, stuck: 0 })
  })
})
