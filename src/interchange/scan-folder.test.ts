import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scanFolder } from './scan-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regrade-scan-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), 'x')
  }
}

describe('the photographs of a folder', () => {
  it('are found in subfolders too, sorted, whatever the case of their extension', async () => {
    put('b.JPG', 'a.png', 'left/10_left.jpeg', 'left/deep/x.TIFF', 'scan.bmp', 'notes.txt', 'labels.csv', 'jpg')
    expect(await scanFolder(folder)).toEqual(['a.png', 'b.JPG', 'left/10_left.jpeg', 'left/deep/x.TIFF', 'scan.bmp'])
  })

  it('leave out hidden files and projects', async () => {
    put('a.jpg', '._a.jpg', '.thumbs/b.jpg', 'eyes.regrade/cache/c.png')
    expect(await scanFolder(folder)).toEqual(['a.jpg'])
  })

  it.skipIf(process.platform === 'win32')('are found once through links that lead round in a circle', async () => {
    put('left/a.jpg')
    symlinkSync(folder, join(folder, 'left', 'up'))
    symlinkSync(join(folder, 'left', 'a.jpg'), join(folder, 'linked.jpg'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'broken.jpg'))
    expect(await scanFolder(folder)).toEqual(['left/a.jpg', 'linked.jpg'])
  })

  it('that is not there, or is a file, is not found', async () => {
    put('a.jpg')
    await expect(scanFolder(join(folder, 'none'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(scanFolder(join(folder, 'a.jpg'))).rejects.toMatchObject({ code: 'not_found' })
  })

  it('need not be looked for to the end', async () => {
    await expect(scanFolder(folder, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  })
})
