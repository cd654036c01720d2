import { AppError } from '#shared/errors.ts'
import type { Network } from '../network.ts'
import { isCounter } from './match.ts'

/** How many names of each side are shown. */
const shown = 3

/** Beginnings of the same names where others wrote them. */
const elsewhere: Readonly<Record<string, string>> = {
  efficientnet: ', timm’s such as conv_stem.weight or efficientnet_pytorch’s such as _conv_stem.weight',
}

/** Weights whose names are not understood: what was found beside what was expected. */
export function anotherNetwork(
  { architecture, parameters }: Network,
  family: string,
  names: readonly string[],
  matched: readonly string[],
): AppError {
  const known = new Set(matched)
  const found = names.filter((name) => !isCounter(name))
  const expected = parameters.map(({ name }) => name).filter((name) => !known.has(name))
  const [some, wanted] = [found.slice(0, shown), expected.slice(0, shown)]
  const sentences = [
    `The weights are not those of ${architecture}: ${matched.length} of its ${parameters.length} parameters are among them.`,
    some.length === 0 ? 'The file names nothing.' : `The file has names such as ${some.join(', ')}.`,
    `Expected are torchvision’s such as ${wanted.join(', ')}${elsewhere[family] ?? ''}, behind any prefix.`,
    'Choose the network that they are of, or rename them.',
  ]
  return new AppError('model_unreadable', sentences.join(' '), {
    details: {
      ...{ matched: matched.length, missing: parameters.length - matched.length },
      ...{ found: some, expected: wanted },
    },
  })
}
