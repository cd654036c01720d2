import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeDurably } from './durable-files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regrade-durable-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })

it('writes a file that was not there, and nothing beside it', async () => {
  const file = join(folder, 'grades.csv')
  await writeDurably(file, 'one')
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['one', ['grades.csv']])
  await expect(writeDurably(file, 'two')).rejects.toMatchObject({ code: 'conflict' })
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['one', ['grades.csv']])
  await writeDurably(file, async (temporary) => appendFileSync(temporary, 'three'), { replace: true })
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['three', ['grades.csv']])
})

it('leaves what was there, and no part of a file, on a full disk', async () => {
  const file = join(folder, 'grades.csv')
  writeFileSync(file, 'one')
  const write = async (temporary: string) => {
    appendFileSync(temporary, 'the beginning')
    throw full
  }
  const failed = writeDurably(file, write, { replace: true })
  await expect(failed).rejects.toMatchObject({ code: 'storage_full', message: expect.stringContaining('grades.csv') })
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['one', ['grades.csv']])
})

it('does not write over a file that came while it was writing', async () => {
  const file = join(folder, 'grades.csv')
  const write = async (temporary: string) => {
    appendFileSync(temporary, 'mine')
    writeFileSync(file, 'another’s')
  }
  await expect(writeDurably(file, write)).rejects.toMatchObject({ code: 'conflict' })
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['another’s', ['grades.csv']])
})
