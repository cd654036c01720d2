import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addImages, makeProject, now, opening, temporaryFolder } from '../../../tests/store/made-project.ts'
import { openProject } from '../open.ts'

let place: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(() => place.remove())

/** A project that was closed well, and damaged afterwards. */
function damagedProject(photographs: number): string {
  const store = makeProject(place.folder)
  addImages(store, photographs)
  store.close()
  const file = join(store.folder, 'project.sqlite')
  const bytes = readFileSync(file)
  const middle = Math.floor(bytes.length / 2)
  bytes.fill(0xa5, middle, middle + 8192)
  writeFileSync(file, bytes)
  return store.folder
}

describe('every opening looks the whole file through', () => {
  it('before anything is built on it', () => {
    const folder = damagedProject(100)
    expect(() => openProject(folder, opening)).toThrow(expect.objectContaining({ code: 'project_damaged' }))
    const behind = { ...opening, checkBehindBytes: 1e9 }
    expect(() => openProject(folder, behind)).toThrow(expect.objectContaining({ code: 'project_damaged' }))
  })

  it('or behind it, where the file is large and somebody waits; what is found is told, and nothing more is written', async () => {
    const folder = damagedProject(2000)
    const store = openProject(folder, { ...opening, checkBehindBytes: 100_000 })
    let told = false
    store.onLost(() => {
      told = true
    })
    await vi.waitFor(() => expect(told).toBe(true), { timeout: 60_000, interval: 20 })
    const damaged = {
      kind: 'damaged',
      sentence: expect.stringMatching(/project\.sqlite is damaged\. There is no backup/),
    }
    expect(store.warnings()).toContainEqual(damaged)
    expect(() => store.events.append({ at: now, who: 'Ana', what: 'x', details: {} })).toThrow(
      expect.objectContaining({ code: 'project_damaged' }),
    )
    store.close()
  })

  it('and says nothing of a file that is whole', async () => {
    const made = makeProject(place.folder)
    addImages(made, 2000)
    made.close()
    const store = openProject(made.folder, { ...opening, checkBehindBytes: 100_000 })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(store.warnings()).toEqual([])
    store.close()
  })
})
