import { describe, expect, it } from 'vitest'
import { canMount, noMounts } from './mounts.ts'
import { readOnlyProject } from './read-only-disk.ts'

describe('a project on a disk that can only be read', () => {
  it('is there to look at and to export, with all that was decided, and refuses writes in a sentence', async (context) => {
    if (!canMount()) context.skip(noMounts)
    const figures = await readOnlyProject({ seed: 14, times: 4 })
    expect(figures.refused).toBe(16)
    expect(figures).toMatchObject({ lost: 0, wronglySaid: 0, changed: 0 })
  })
})
