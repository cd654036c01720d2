import { join } from 'node:path'
import { encodeTrained } from '#learning/models/model-file.ts'
import { namedRecipes } from '#learning/recipes/named-recipes.ts'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { summarise } from '#nn/summary.ts'
import type { Recipe } from '#shared/recipe.ts'
import { evaluate } from '#statistics/evaluation.ts'
import type { StarterCard } from '#workstation/models/starter-file.ts'
import { writeStarter } from '../../tools/research/write-starter.ts'

/** A starter of 32 pixels that was never trained, an EfficientNet-B0 as small as they go, in `folder/models`. `learntFrom`: difference hashes that it is to say it
 *  has learnt from, `looks`: what those look like. */
export async function makeStarter(
  folder: string,
  learntFrom: readonly string[] = [],
  looks?: readonly string[],
): Promise<{ readonly folder: string; readonly card: StarterCard }> {
  const network = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 32, phi: -8 })
  const place = join(folder, 'models')
  const truth = [0, 1, 2, 3, 4] as const
  const card = await writeStarter(place, encodeTrained(network, initialParameters(network, 1)), {
    ...{ name: 'Starter', architecture: network.architecture, head: network.head },
    parameters: summarise(network).parameters,
    recipe: namedRecipes[0] as Recipe,
    ...{ trainedOn: '5 photographs.', attribution: 'A. Author, Eyes, 2018', licence: 'CC BY 4.0' },
    ...{ limits: ['Not for diagnosis.'], heldOutHow: 'By 5 fits.' },
    heldOut: evaluate(
      truth,
      truth.map((grade) => [0, 1, 2, 3, 4].map((k) => (k === grade ? 1 : 0))),
      { groups: truth.map(String), seed: 1, classes: 5 },
    ),
    learntFrom: [...learntFrom],
    ...(looks && { looks: [...looks] }),
  })
  return { folder: place, card }
}
