import { expect, it } from 'vitest'
import { elementCount } from '#nn/tensor.ts'
import type { Freeze } from '#shared/recipe/stages.ts'
import { namedRecipes } from './named-recipes.ts'
import { networkOf } from './recipe-network.ts'
import { resolveRecipe } from './recipes.ts'
import { trainerOptions } from './trainer-options.ts'

/** Trainable parameters of a named recipe's network: all, and those that stay as they are. */
function counted(name: string, freeze: Freeze) {
  const recipe = resolveRecipe(name)
  const network = networkOf(recipe, null)
  const { frozen } = trainerOptions(recipe, network, freeze)
  const trainable = network.parameters.filter(({ role }) => role === 'trainable')
  const sum = (list: typeof trainable) => list.reduce((all, { shape }) => all + elementCount(shape), 0)
  return { all: sum(trainable), frozen: sum(trainable.filter((one) => frozen?.has(one.name))) }
}

it('each name a network that can be built at their size', () => {
  for (const recipe of namedRecipes) expect(networkOf(recipe, null).size).toBe(recipe.size)
})

it('none shows grades as often as each other under RandAugment, which cost its authors four points', () => {
  for (const { name, balancedSampling, augmentation } of namedRecipes) {
    expect([name, balancedSampling && augmentation.randAugment.operations > 0]).toEqual([name, false])
  }
})

it('each say where their numbers come from, and which of them are ours', () => {
  for (const { name, source } of namedRecipes) expect([name, /\bours\b/i.test(source)]).toEqual([name, true])
})

it('freeze of DenseNet-201 what its report does', () => {
  const { all, frozen } = counted(
    'densenet-201-concat',
    resolveRecipe('densenet-201-concat').phases[0]?.freeze ?? 'none',
  )
  expect(frozen).toBe(17_863_872)
  expect(all).toBe(20_070_789)
})
