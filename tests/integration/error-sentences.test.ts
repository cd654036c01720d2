import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '#shared/contract/index.ts'
import { errorCodes } from '#shared/errors.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { importMadePhotographs, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const { folder, remove } = temporaryFolder()
let workstation: Workstation

beforeAll(async () => {
  workstation = await testWorkstation(folder)
})
afterAll(async () => {
  await workstation.close()
  await remove()
})

interface Procedure {
  readonly name: string
  readonly schema: z.ZodType | undefined
}

/** Every procedure of the contract, whatever service it is of. */
function procedures(router: object, path: readonly string[] = []): Procedure[] {
  return Object.entries(router).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null) return []
    const name = [...path, key]
    if (!('~orpc' in value)) return procedures(value, name)
    const { inputSchema } = value['~orpc'] as { readonly inputSchema?: z.ZodType }
    return [{ name: name.join('.'), schema: inputSchema }]
  })
}

const all = procedures(contract)
/** Takes no input, and tries every runtime for as long as the rest takes; what fails there is in its answer. */
const left = ['system.runtimes']

type Call = (input: unknown, options: { readonly signal: AbortSignal }) => Promise<unknown>

function procedure(name: string): Call {
  const found = name
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], workstation.client)
  return found as Call
}

/** How a call failed; null where it did not. What goes on for long is stopped. */
async function failureOf(name: string, input: unknown): Promise<{ code: unknown; message: string } | null> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), 5000)
  try {
    const answer = await procedure(name)(input, { signal: controller.signal })
    if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer) {
      await (answer as AsyncGenerator).return(undefined)
    }
    return null
  } catch (error) {
    return error as { code: unknown; message: string }
  } finally {
    clearTimeout(timer)
  }
}

const raw =
  /[{}\n]|\[\s*["[]|"\w+":|ZodError|SqliteError|SQLITE_|undefined|\bat .+:\d+:\d+|\bE[A-Z]{3,}: |no such file or directory, /

/** What is amiss with how a call failed: JSON, a stack or the dump of a schema in it, or it does not end as a sentence. */
async function complaints(name: string, input: unknown): Promise<string[]> {
  const failure = await failureOf(name, input)
  if (failure === null) return []
  const { code, message } = failure
  const isSentence = !raw.test(message) && /^\S.*[.!?]$/.test(message) && message.length < 700
  if (isSentence && errorCodes.some((known) => known === code)) return []
  return [`${name}(${JSON.stringify(input)?.slice(0, 200)}): ${String(code)}: ${message}`]
}

const malformed: readonly unknown[] = [undefined, null, 7, 'text', true, [], [[]], {}, { id: {} }, { image: [null] }]

/** Values of no use, none of which names a place outside the test's own folder. */
const hostile: readonly unknown[] = [
  ...[null, Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1.5, 2 ** 53, '', ' ', 'm999', 'r999', [], {}],
  ...[
    join(folder, 'no', 'such'),
    join(folder, 'with\0null'),
    join(folder, 'x'.repeat(300)),
    join(folder, '\ud800'),
    join(folder, 'ümläut 眼'),
  ],
]

type Json = Record<string, unknown>

/** One input that fits a schema as far as its JSON form tells. */
function sample(schema: Json | boolean, root: Json): unknown {
  if (typeof schema === 'boolean') return null
  const { $ref, anyOf, oneOf, allOf, enum: choices, type } = schema
  if (typeof $ref === 'string')
    return sample(
      ($ref
        .split('/')
        .slice(1)
        .reduce<unknown>((at, key) => (at as Json)[key], root) as Json) ?? {},
      root,
    )
  if ('const' in schema) return schema.const
  if (Array.isArray(choices)) return choices[0]
  const [first] = ((anyOf ?? oneOf ?? allOf) as Json[] | undefined) ?? []
  if (first) return sample(first, root)
  if (type === 'object') {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>)
    return Object.fromEntries(properties.map(([key, one]) => [key, sample(one, root)]))
  }
  if (type === 'array') return [sample((schema.items ?? {}) as Json, root)]
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return false
  return type === 'string' ? join(folder, 'nothing') : null
}

/** The sample with each of its values in turn replaced by each of those of no use. */
function spoilt(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [...hostile]
  const entries = Object.entries(value)
  const own = entries.flatMap(([key, part]) =>
    spoilt(part).map((bad) => {
      const copy = structuredClone(value) as Json
      copy[key] = bad
      return copy
    }),
  )
  return [...own, ...hostile.slice(0, 2)]
}

function inputsOf({ schema }: Procedure): unknown[] {
  if (!schema) return [...malformed]
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
  const whole = sample(root, root)
  return [...malformed, whole, ...spoilt(whole)]
}

const asked = all.filter(({ name }) => !left.includes(name))

describe('every procedure of the contract', () => {
  it('is walked', () => {
    expect(asked.length).toBeGreaterThan(40)
  })

  it.each(asked)('fails with a sentence where no project is open: $name', async (one) => {
    const found: string[] = []
    for (const input of [...malformed, inputsOf(one)[malformed.length]])
      found.push(...(await complaints(one.name, input)))
    expect(found).toEqual([])
  })

  it('fails with a sentence for whatever it is given, of a project', { timeout: 600_000 }, async () => {
    await writeMadePhotographs(folder, 12, 64)
    await importMadePhotographs(workstation, folder)
    const opened = join(folder, 'made.regrade')
    const found: string[] = []
    for (const one of asked) {
      for (const input of inputsOf(one)) {
        found.push(...(await complaints(one.name, input)))
        // What was asked in vain may have closed it, or begun work.
        if (one.name.startsWith('projects.')) await workstation.client.projects.open({ folder: opened })
      }
      for (const { id, state } of await workstation.client.jobs.list()) {
        if (state === 'queued' || state === 'running') await workstation.client.jobs.cancel({ run: id })
      }
    }
    expect(found).toEqual([])
    expect((await workstation.client.projects.current())?.images).toBe(12)
  })

  it('fails with a sentence where the project’s file is broken', { timeout: 600_000 }, async () => {
    const db = new DatabaseSync(join(folder, 'made.regrade', 'project.sqlite'))
    db.exec(`PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
      UPDATE quality SET measures = '{"darkFraction": "much"}'; UPDATE models SET card = '[1]';
      UPDATE runs SET request = '{"what": [1]}', result = '{"images": "all"}';`)
    const found: string[] = []
    const walk = async () => {
      for (const one of asked) {
        if (one.name.startsWith('projects.')) continue
        const input = inputsOf(one)[malformed.length]
        found.push(...(await complaints(one.name, input)))
        const first =
          typeof input === 'object' && input !== null ? { ...input, image: 1, run: 'r1', images: [1] } : input
        found.push(...(await complaints(one.name, first)))
      }
    }
    await walk()
    db.exec('DROP TABLE quality; DROP TABLE suspicions; DROP TABLE predictions; DROP TABLE events;')
    db.close()
    await walk()
    expect(found).toEqual([])
  })
})
