import { expect, it } from 'vitest'
import { temporaryFolder } from '../../integration/made-project.ts'
import { fuzzPhotographs } from './photographs.ts'

it.skipIf(process.platform === 'win32')(
  'photographs with something amiss, links, a pipe, a socket and folders come in or have a true reason',
  async () => {
    const { folder, remove } = temporaryFolder()
    const { complaints, peakBytes } = await fuzzPhotographs(2, 40, folder)
    expect(complaints).toEqual([])
    expect(peakBytes).toBeLessThan(1.5e9)
    await remove()
  },
)
