import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { Connection } from '#store/connection.ts'
import { openProject } from '#store/open.ts'
import { addImages, decide, makeProject, now, opening, temporaryFolder } from './made-project.ts'

let place: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(() => place.remove())

describe('what was acknowledged', () => {
  it.each([3, 20, 60])('is there after the process was killed at grade %i, each with its event', async (killedAt) => {
    const made = makeProject(place.folder)
    addImages(made, 10)
    made.close()
    const child = fork(new URL('./grade-forever.ts', import.meta.url), [made.folder], { execArgv: [] })
    const acknowledged: number[] = []
    child.on('message', (reading) => {
      acknowledged.push(Number(reading))
      if (acknowledged.length === killedAt) child.kill('SIGKILL')
    })
    await once(child, 'exit')

    const store = openProject(made.folder, opening)
    const kept = new Set(store.readings.audit().map(({ id }) => Number(id)))
    expect(acknowledged.length).toBeGreaterThanOrEqual(killedAt)
    expect(acknowledged.filter((reading) => !kept.has(reading))).toEqual([])
    expect(store.events.list({ limit: 100_000 })).toHaveLength(kept.size)
    store.close()
  })

  it('stays when the disk fills up, and what did not fit is refused whole', () => {
    const store = makeProject(place.folder)
    const [image] = addImages(store, 1) as [ImageId]
    store.readings.append(decide(image, 2), now)
    store.close()
    const connection = new Connection(join(store.folder, 'project.sqlite'), 1000)
    connection.pragma(`max_page_count = ${Number(connection.pragma('page_count')) + 2}`)
    const fill = () =>
      connection.transaction(() => {
        for (let row = 0; row < 1000; row++) {
          connection.run('INSERT INTO events (at, who, what, details) VALUES (?, ?, ?, ?)', [now, 'a', 'b', '{}'])
        }
      })
    expect(fill).toThrow(expect.objectContaining({ code: 'storage_full' }))
    connection.close()
    const again = openProject(store.folder, opening)
    expect(again.readings.currentGrade(image)).toEqual({ state: 'read', grade: 2 })
    expect(again.events.list({ limit: 10 })).toEqual([])
    again.close()
  })
})
