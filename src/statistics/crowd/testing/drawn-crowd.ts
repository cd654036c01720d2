import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { drawCase } from '../../testing/drawn-cases.ts'

const kinds = ['full', 'sparse', 'guessing', 'agreeing', 'lonely', 'single', 'sparse', 'unrated'] as const
/** Added to the seed of the ratings, so that they do not follow the probabilities. */
const otherSeeds = 100_000

/** Ratings of several readers and the rows of a model, as tests/fixtures/statistics/make-crowd-fixtures.py draws them. */
export function drawCrowd(seed: number) {
  const { classes, truth, probabilities } = drawCase(seed)
  const uniform = seededUniform(seed + otherSeeds)
  const below = (limit: number) => Math.floor(uniform() * limit)
  const kind = kinds[Math.floor(seed / 8) % kinds.length]
  const readers = 2 + below(seed % 5 === 0 ? 11 : 4)
  const skills = Array.from({ length: readers }, () =>
    kind === 'guessing' ? 0 : kind === 'agreeing' ? 10 : 3 + below(8),
  )
  const ratings = truth.map((grade, item) => {
    const always = below(readers)
    return skills.map((skill, reader) => {
      const [right, present, guess] = [below(10) < skill, below(10), below(classes)]
      const lonely = item === 0 && reader < 2
      const drawn = kind === 'full' || (kind === 'lonely' ? lonely : kind !== 'single' && present < 5)
      const rated = drawn || (reader === always && !(kind === 'unrated' && item % 3 === 0))
      return rated ? (right ? grade : guess) : null
    })
  })
  return { ratings, probabilities }
}
