import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createProject } from '#store/open.ts'
import { SettingsFile } from '#workstation/settings.ts'

const mode = (path: string) => statSync(path).mode & 0o777

it.skipIf(process.platform === 'win32')('a new project and new settings can be read by their user alone', async () => {
  const home = mkdtempSync(join(tmpdir(), 'regrade-modes-'))
  const before = process.umask(0)
  try {
    const folder = join(home, 'above', 'eyes.regrade')
    mkdirSync(folder, { recursive: true })
    const store = createProject(folder, { version: 'test', now: '2026-01-01T00:00:00.000Z', name: 'Eyes', id: 'eyes' })
    const blob = await store.blobs.put(Buffer.from('weights'))
    const open = readdirSync(folder, { withFileTypes: true })
    const modes = open.map((entry) => [entry.name, mode(join(folder, entry.name)), entry.isDirectory() ? 0o700 : 0o600])
    const { path } = store.blobs
    store.close()
    expect(modes.map(([name, found]) => [name, found])).toEqual(modes.map(([name, , meant]) => [name, meant]))
    expect(modes.map(([name]) => name)).toEqual(
      expect.arrayContaining(['project.sqlite', 'project.sqlite-wal', 'lease.json']),
    )
    expect([mode(folder), mode(path(blob)), mode(join(home, 'above'))]).toEqual([0o700, 0o600, 0o777])
    new SettingsFile(join(home, 'settings')).remember({ name: 'Eyes', folder, openedAt: '2026-01-01T00:00:00.000Z' })
    expect([mode(join(home, 'settings')), mode(join(home, 'settings', 'settings.json'))]).toEqual([0o700, 0o600])
  } finally {
    process.umask(before)
    rmSync(home, { recursive: true })
  }
})
