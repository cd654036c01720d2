import { describe, expect, it } from 'vitest'
import { buildNetwork } from '#nn/architectures/registry.ts'
import type { NetworkVariant } from '#nn/architectures/variant.ts'
import { initialParameters } from '#nn/parameters.ts'
import { encodeTrained, parametersFrom } from '../models/model-file.ts'
import { networkOf } from './recipe-network.ts'
import { resolveRecipe } from './recipes.ts'

const recipe = resolveRecipe('quick', { architecture: 'current', start: 'current', size: 32 })

describe('the network of the current model', () => {
  it.each<NetworkVariant>([{}, { phi: 1 }, { padding: 'same', epsilon: 1e-3 }])(
    'is written again as its file has it: %o',
    (variant) => {
      const { dropout, stochasticDepth } = recipe
      const network = buildNetwork({
        ...{ architecture: 'efficientnet-b0', classes: 5, size: 32, dropout, stochasticDepth },
        ...variant,
      })
      const parameters = initialParameters(network, 7)
      const bytes = encodeTrained(network, parameters)
      const again = networkOf(recipe, bytes)
      expect(again.variant ?? {}).toEqual(variant)
      expect(again.parameters).toEqual(network.parameters)
      expect(again.graph.nodes).toEqual(network.graph.nodes)
      expect(parametersFrom(bytes, again, initialParameters(again, 1))).toEqual(parameters)
    },
  )

  it('keeps the padding and epsilon that the weights were made for where the recipe names their architecture', () => {
    const made = { padding: 'same', epsilon: 1e-3 } as const
    const written = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 64, ...made })
    const bytes = encodeTrained(written, initialParameters(written, 7))
    const variantOf = (architecture: string) => networkOf({ ...recipe, architecture }, bytes).variant
    expect(variantOf('efficientnet-b0')).toEqual(made)
    expect(variantOf('efficientnet-b1')).toBeUndefined()
    expect(networkOf({ ...recipe, architecture: 'efficientnet-b0' }, null).variant).toBeUndefined()
  })

  it('is refused where there is none', () => {
    expect(() => networkOf(recipe, null)).toThrow('no current model')
  })
})
