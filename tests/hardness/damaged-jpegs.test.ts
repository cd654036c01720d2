import { describe, expect, it } from 'vitest'
import { idridPhotographs } from '../fixtures/imaging/idrid.ts'
import { temporaryFolder } from '../integration/made-project.ts'
import { damageNames, sayOfDamaged } from './damaged-jpegs.ts'

const photographs = idridPhotographs('images')

describe.skipIf(!photographs)('photographs whose coded data was damaged', () => {
  it('are rejects, most where libjpeg warns of nothing; whole ones are not', async () => {
    const { folder, remove } = temporaryFolder()
    const some = (photographs ?? []).slice(0, 20)
    const kinds = damageNames.filter((kind) => kind !== 'replaced')
    const { verdicts, warned } = await sayOfDamaged(some, kinds, 1, folder)
    expect(Object.keys(verdicts).sort()).toEqual(['damaged, a reject', 'unreadable'])
    expect(warned).toBeLessThan(some.length)
    const whole = await sayOfDamaged(some.slice(0, 5), [], 1, folder)
    expect(whole).toMatchObject({ warned: 0, byScan: 0 })
    await remove()
  })
})
