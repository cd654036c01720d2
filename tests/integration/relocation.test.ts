import { appendFile, cp, readdir, readFile, rename, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { document, regradeHere } from './command-line.ts'
import { temporaryFolder, writeMadePhotographs } from './made-project.ts'

const { folder: home, remove } = temporaryFolder()
const project = join(home, 'eyes.regrade')
const before = join(home, 'photographs')
const after = join(home, 'archive', 'photographs')

/** Runs a command with --json; gives its exit code and document. */
async function run(...words: string[]) {
  const finished = await regradeHere([...words, '--json'], { home })
  return { code: finished.code, ...document(finished) } as {
    code: number
    error?: { code: string; message: string }
  } & Record<string, unknown>
}

const importFrom = (images: string, ...more: string[]) =>
  run('import', project, '--images', images, '--labels', join(home, 'labels.csv'), ...more)

const relocate = (to: string) => run('sources', project, '--relocate', before, '--to', to)

let names: string[]

beforeAll(async () => {
  await writeMadePhotographs(home, 8, 64)
  names = (await readdir(before)).sort()
})

beforeEach(async () => {
  await rm(project, { recursive: true, force: true })
  await run('init', project)
  expect(await importFrom(before)).toMatchObject({ code: 0, images: 8, labels: 8 })
  expect(await run('grade', project, '--image', stem(0), '--grader', 'Ana', '--grade', '2')).toMatchObject({ code: 0 })
})

afterAll(remove)

const stem = (index: number) => names[index]?.replace(/\.jpeg$/, '') ?? ''

/** Copies that have the bytes and another time, as many programs make them. */
async function copyTo(to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await cp(before, to, { recursive: true })
  for (const name of names) await utimes(join(to, name), 1e9, 1e9)
}

it('a folder that was moved is offered to be relocated, and doubles nothing', async () => {
  await cp(before, join(home, 'kept'), { recursive: true, preserveTimestamps: true })
  await rm(join(home, 'archive'), { recursive: true, force: true })
  await cp(before, after, { recursive: true, preserveTimestamps: true })
  await rm(before, { recursive: true })
  try {
    expect(await run('sources', project)).toMatchObject({
      sources: [{ folder: before, images: 8, missing: 8, changed: 0 }],
    })
    const refused = await importFrom(after)
    expect(refused).toMatchObject({ code: 1, error: { code: 'conflict' } })
    expect(refused.error?.message).toBe(
      `The photographs of ${before} lie in ${after} now, with the same bytes. Say that the folder was moved (sources --relocate ${before} --to ${after}), and they keep their labels and readings; --as-new imports them a second time.`,
    )
    expect(await relocate(after)).toMatchObject({
      code: 0,
      sources: [{ folder: after, images: 8, missing: 0, changed: 0 }],
    })
    expect(await importFrom(after)).toMatchObject({ code: 0, images: 8, labels: 8, duplicates: [] })
    const audit = join(home, 'audit.csv')
    await rm(audit, { force: true })
    await run('export', project, '--format', 'audit', '--output', audit)
    expect(await readFile(audit, 'utf8')).toMatch(/Ana/)
    const back = await run('sources', project, '--relocate', after, '--to', before)
    expect(back).toMatchObject({ code: 1, error: { code: 'not_found' } })
    expect(back.error?.message).toMatch(/^None of the 8 photographs of .* Name the folder that holds /)
  } finally {
    await rename(join(home, 'kept'), before)
  }
})

it('goes by the bytes where times are others, and names what changed and what is not there', async () => {
  await copyTo(after)
  await appendFile(join(after, names[2] ?? ''), 'more')
  await utimes(join(after, names[3] ?? ''), 2e9, 2e9)
  await rm(join(after, names[5] ?? ''))
  const state = { folder: after, images: 8, missing: 1, changed: 1, missingFiles: [names[5]], changedFiles: [names[2]] }
  expect(await relocate(after)).toMatchObject({ code: 0, sources: [state] })
  const words = await regradeHere(['sources', project], { home })
  expect(words.out).toContain(`Not there, of ${after}: ${names[5]}`)
  expect(words.out).toContain(`take them as they are), of ${after}: ${names[2]}`)
  // A photograph that was read is graded as before where it lies now.
  expect(await run('grade', project, '--image', stem(0), '--grader', 'Ben', '--grade', '2')).toMatchObject({ code: 0 })
})

it('does not take a copy of a folder that is still there for a moved one', async () => {
  await copyTo(after)
  const { code, duplicates } = await importFrom(after)
  expect(code).toBe(0)
  expect(duplicates).toHaveLength(8)
})

it('imports a moved folder a second time where that is wanted, and refuses to relocate on top of it', async () => {
  await rename(before, join(home, 'kept'))
  try {
    await rm(after, { recursive: true, force: true })
    await cp(join(home, 'kept'), after, { recursive: true })
    expect(await importFrom(after, '--as-new')).toMatchObject({ code: 0, images: 8 })
    const refused = await relocate(after)
    expect(refused.error?.message).toBe(
      `${after} is a folder of the project by itself, with 8 photographs. Name another one.`,
    )
  } finally {
    await rename(join(home, 'kept'), before)
  }
})

it('says what is wanted where a folder is not known or only half is named', async () => {
  expect((await run('sources', project, '--relocate', join(home, 'other'), '--to', after)).error?.message).toBe(
    `No photographs of ${join(home, 'other')} are in the project: its folders are ${before}.`,
  )
  expect(await run('sources', project, '--relocate', before)).toMatchObject({ code: 2 })
})
