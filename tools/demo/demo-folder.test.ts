import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProject } from '#store/open.ts'
import { emptyDemoFolder } from './demo-folder.ts'

const opening = { version: '0', now: '2026-01-01T00:00:00.000Z' }
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regrade-demo-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe("the demonstration's folder", () => {
  it('is made where there is none, and emptied when it runs again', () => {
    const place = emptyDemoFolder(join(folder, 'new'), opening)
    writeFileSync(join(place.photographs, 'left-over.jpeg'), '')
    emptyDemoFolder(join(folder, 'new'), opening)
    expect(existsSync(place.photographs)).toBe(true)
    expect(existsSync(join(place.photographs, 'left-over.jpeg'))).toBe(false)
  })

  it('is never one that holds something else', () => {
    mkdirSync(join(folder, 'holiday'))
    expect(() => emptyDemoFolder(folder, opening)).toThrow(/holds something else/)
    expect(existsSync(join(folder, 'holiday'))).toBe(true)
  })

  it('is left alone while its project is open', () => {
    const place = emptyDemoFolder(folder, opening)
    const store = createProject(place.project, { ...opening, name: 'Demo', id: 'demo' })
    try {
      expect(() => emptyDemoFolder(folder, opening)).toThrow(/open/)
      expect(existsSync(place.project)).toBe(true)
    } finally {
      store.close()
    }
    expect(() => emptyDemoFolder(folder, opening)).not.toThrow()
  })
})
