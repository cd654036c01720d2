import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { document, regradeHere } from './command-line.ts'
import { temporaryFolder, testWorkstation } from './made-project.ts'

let place: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(() => place.remove())

describe('what is amiss with a project’s file', () => {
  it('is told on standard error, and leaves the one document as it is', async () => {
    const home = place.folder
    mkdirSync(join(home, 'Dropbox'))
    const project = join(home, 'Dropbox', 'eyes.regrade')
    const made = await regradeHere(['init', project, '--json'], { home })
    expect(made.err).toMatch(
      /lies where Dropbox keeps files in step with other machines\. .+ Keep the project in a folder of/,
    )
    expect(document(made)).toMatchObject({ project })
    const listed = await regradeHere(['readers', project, '--json'], { home })
    expect(listed.err).toMatch(/Dropbox/)
    expect(listed.code).toBe(0)
    const elsewhere = await regradeHere(['init', join(home, 'eyes.regrade')], { home })
    expect(elsewhere.err).toBe('')
  })

  it('is in the contract’s project, and an opening after the file was lost opens what lies there', async () => {
    const workstation = await testWorkstation(place.folder)
    const { client } = workstation
    const folder = join(place.folder, 'eyes.regrade')
    const made = await client.projects.create({ folder, name: 'Eyes' })
    expect(made.warnings).toEqual([])
    const choose = () => client.projects.choose({ settings: { showOthersReadings: true } })
    await choose()
    rmSync(join(folder, 'project.sqlite-wal'))
    await expect(choose()).rejects.toMatchObject({ code: 'project_replaced' })
    const lost = await client.projects.current()
    expect(lost?.warnings).toEqual([{ kind: 'file-lost', sentence: expect.stringMatching(/open the project again/) }])
    const again = await client.projects.open({ folder })
    expect(again).toMatchObject({ warnings: [], settings: { showOthersReadings: true } })
    await choose()
    await workstation.close()
  })
})
