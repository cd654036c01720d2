import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../tests/store/made-project.ts'
import { syncClient } from './sync-folders.ts'

let place: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(() => place.remove())

function made(path: string): string {
  const folder = join(place.folder, path)
  mkdirSync(folder, { recursive: true })
  return folder
}

describe('a folder that a sync client keeps in step', () => {
  it.each([
    ['OneDrive/eyes.regrade', 'OneDrive'],
    ['OneDrive - Eye Clinic/study/eyes.regrade', 'OneDrive'],
    ['Dropbox (Personal)/eyes.regrade', 'Dropbox'],
    ['Library/Mobile Documents/com~apple~CloudDocs/eyes.regrade', 'iCloud Drive'],
    ['Library/CloudStorage/GoogleDrive-a@b.org/My Drive/eyes.regrade', 'Google Drive'],
    ['Nextcloud/eyes.regrade', 'Nextcloud'],
    ['ownCloud/eyes.regrade', 'ownCloud'],
    ['Box/eyes.regrade', 'Box'],
    ['pCloudDrive/eyes.regrade', 'pCloud'],
  ])('is known by its name: %s', (path, client) => {
    expect(syncClient(made(path), place.folder)).toBe(client)
  })

  it.each([
    ['.stfolder', 'Syncthing'],
    ['.dropbox', 'Dropbox'],
    ['.sync_4f1b2c.db', 'Nextcloud or ownCloud'],
    ['.tmp.drivedownload', 'Google Drive'],
  ])('is known by what the client left above it: %s', (mark, client) => {
    const folder = made('shared/study/eyes.regrade')
    writeFileSync(join(place.folder, 'shared', mark), '')
    expect(syncClient(folder, place.folder)).toBe(client)
  })

  it.each(['eyes.regrade', 'work/Box/eyes.regrade', 'dropboxes/eyes.regrade', 'Synchronised/eyes.regrade'])(
    'is not any folder: %s',
    (path) => {
      expect(syncClient(made(path), place.folder)).toBeNull()
    },
  )
})
