import { namedRecipes } from '#learning/recipes/named-recipes.ts'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { Random } from '#numerics/random/counted-random.ts'
import { below, mutationNames, mutations, pick } from './mutations.ts'
import { FuzzLog, type FuzzReport } from './report.ts'

/** Texts that stand for no value of any field. */
const values: readonly unknown[] = [
  ...[null, true, -1, 0, 1.5, 1e308, -1e308, 2 ** 53, '', ' ', 'x'.repeat(100_000), '\0', '{"a":1}'],
  ...[[], {}, [[[]]], { name: 'nothing' }, { '__proto__ ': 1 }, Array.from({ length: 5000 }, () => 0)],
]

const brackets = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)

/** Recipes that are odd as a whole. */
const whole: readonly string[] = [
  ...['', ' ', '{', '{}', '[]', 'null', '{"__proto__":{}}', '\ufeff{}', '{"a":1}\0', 'x'.repeat(1_000_000)],
  ...[100, 10_000, 100_000].flatMap((depth) => [
    `{"sizes":${brackets(depth, '[', ']')}}`,
    `{"augmentation":${brackets(depth, '{"a":', '}').replace('}', '1}')}}`,
    brackets(depth, '[', ']'),
    `{"x":${'['.repeat(depth)}`,
  ]),
  JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, place) => [`field ${place}`, place]))),
  JSON.stringify({ ...namedRecipes[0], name: 'n'.repeat(1_000_000) }),
  JSON.stringify({ ...namedRecipes[0], ['k'.repeat(1_000_000)]: 1 }),
]

function changed(random: Random): string {
  const fields: Record<string, unknown> = { ...pick(random, namedRecipes) }
  for (let left = 1 + below(random, 3); left > 0; left--) {
    const field = pick(random, Object.keys(fields))
    const inner = fields[field]
    const value = pick(random, values)
    fields[field] =
      typeof inner === 'object' && inner !== null && below(random, 2) === 0
        ? { ...inner, [pick(random, [...Object.keys(inner), 'other'])]: value }
        : value
  }
  return JSON.stringify(fields)
}

function mangled(random: Random): string {
  const bytes = new TextEncoder().encode(JSON.stringify(pick(random, namedRecipes), null, 1))
  return new TextDecoder().decode(mutations[pick(random, mutationNames)](bytes, random))
}

/** Recipes by their text, as the command line and the window hand them over, and fields set beside them. */
export async function fuzzRecipes(seed: number, count: number): Promise<FuzzReport> {
  const random = new Random(seed, 1)
  const log = new FuzzLog()
  for (let input = 0; input < count; input++) {
    const kind = input < whole.length ? 'whole' : pick(random, ['changed', 'mangled', 'set'] as const)
    const text = kind === 'whole' ? (whole[input] ?? '') : kind === 'changed' ? changed(random) : mangled(random)
    await log.take(`${kind} ${input}`, () => {
      if (kind !== 'set') resolveRecipe(text)
      else {
        const fields = Object.keys(namedRecipes[0] ?? {})
        const field = pick(random, [...fields, ...fields.map((one) => `${one}.name`), 'a.b.c.d', text])
        resolveRecipe('quick', { [field]: pick(random, [...values, text, brackets(50_000, '[', ']')]) })
      }
      return []
    })
  }
  return log.report()
}
