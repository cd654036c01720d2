import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ImageId, ReadingId } from '#shared/ids.ts'
import { importMadePhotographs, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const { folder, remove } = temporaryFolder()
afterEach(remove)

interface Acknowledged {
  readonly image: ImageId
  readonly decision: number
  readonly reading: ReadingId
}

describe('a workstation process killed in the middle of grading', () => {
  it('has lost no decision that it acknowledged', async () => {
    await writeMadePhotographs(folder, 40, 64)
    const before = await testWorkstation(folder)
    await importMadePhotographs(before, folder)
    await before.close()

    const project = join(folder, 'made.regrade')
    const child = fork(join(import.meta.dirname, 'grading-child.ts'), [project, join(folder, 'settings')])
    const acknowledged: Acknowledged[] = []
    child.on('message', (message) => {
      acknowledged.push(message as Acknowledged)
      if (acknowledged.length === 10) child.kill('SIGKILL')
    })
    await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
    expect(acknowledged.length).toBeGreaterThanOrEqual(10)

    const after = await testWorkstation(folder)
    await after.client.projects.open({ folder: project })
    for (const { image, decision, reading } of acknowledged) {
      const { readings } = await after.client.review.photograph({ image })
      expect(readings.map(({ id, decision: kept }) => [id, kept])).toContainEqual([reading, decision])
    }
    await after.close()
  })
})
