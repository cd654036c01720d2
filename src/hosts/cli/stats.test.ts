import { describe, expect, it } from 'vitest'
import { runCommandLine } from './command-line.ts'
import { statsCommand } from './stats.ts'

async function run(words: string[], input: unknown) {
  const written = { out: '', err: '' }
  const code = await runCommandLine(words, [statsCommand], {
    out: (text) => {
      written.out += text
    },
    err: (text) => {
      written.err += text
    },
    input: async () => (typeof input === 'string' ? input : JSON.stringify(input)),
    signal: new AbortController().signal,
    environment: {},
    now: () => new Date(0),
    flush: async () => undefined,
  })
  return { code, ...written }
}

describe('stats', () => {
  it('gives kappa with weights and an interval', async () => {
    const { code, out } = await run(['stats', 'kappa', '--json'], {
      a: [0, 0, 1, 1],
      b: [0, 1, 0, 1],
      classes: 2,
      weights: 'none',
    })
    expect(code).toBe(0)
    expect(JSON.parse(out).kappa).toBeCloseTo(0)
    expect(JSON.parse(out).interval).toHaveLength(2)
  })

  it('gives a person words and a program one document', async () => {
    const input = { a: [0, 1, 2, 3, 4], b: [0, 1, 2, 3, 4] }
    expect((await run(['stats', 'kappa'], input)).out).toBe('1.000 (1.000 to 1.000)\n')
    expect((await run(['stats', 'kappa', '--json'], input)).out.trim().split('\n')).toHaveLength(1)
  })

  it.each<[string, unknown, string]>([
    ['words', 'nonsense', 'usage'],
    ['a field that is missing', { a: [0] }, 'usage'],
    ['lists of different lengths', { a: [0, 1], b: [0] }, 'length_mismatch'],
  ])('refuses %s', async (_, input, code) => {
    const { out } = await run(['stats', 'kappa', '--json'], input)
    expect(JSON.parse(out).error.code).toBe(code)
  })
})
