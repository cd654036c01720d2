import { architectures, describeArchitecture } from '#nn/architectures/registry.ts'
import type { AugmentationSettings } from '#shared/augmentation.ts'
import type { Recipe } from '#shared/recipe.ts'
import { invalidField } from '../recipes/recipe-fields.ts'
import { currentArchitecture } from '../recipes/recipe-network.ts'

/** What a student's recipe must hold besides what every recipe must: noise in the input and in the network, without which a
 *  student only copies its teacher (Xie 2020), and a network no smaller than the teacher's, or than the largest of the
 *  networks that a teacher averages. Sizes that are not known are not compared. Throws `AppError('recipe_invalid')` naming the field. */
export function checkStudentRecipe(
  recipe: Recipe,
  teacher: { readonly architecture: string; readonly parameters: number | null },
): void {
  if (!changesPhotographs(recipe.augmentation)) {
    throw invalidField('augmentation', 'changes nothing, but a student learns more than its teacher only under noise')
  }
  if (recipe.dropout === 0 && recipe.stochasticDepth === 0) {
    throw invalidField('dropout', 'and stochastic depth are both 0; a student needs one of them')
  }
  if (recipe.batch * recipe.accumulation === 1) {
    throw invalidField('batch', 'is 1, which has no place for a pseudo label beside a label')
  }
  if (recipe.folds > 0 && recipe.foldsBy === 'heads' && recipe.start === 'current') {
    throw invalidField(
      'foldsBy',
      'is heads, but a student goes on from its teacher, which has learnt from the photographs',
    )
  }
  const student = parametersOf(recipe.architecture)
  const least = parametersOf(teacher.architecture) ?? teacher.parameters
  if (student !== null && least !== null && student < least) {
    throw invalidField(
      'architecture',
      `is smaller than the teacher's ${teacher.architecture}; a student is at least as large`,
    )
  }
}

function changesPhotographs({ flips, rotations, autoAugment, randAugment, ...amounts }: AugmentationSettings): boolean {
  return (
    flips ||
    rotations.length > 0 ||
    autoAugment !== null ||
    randAugment.operations > 0 ||
    Object.values(amounts).some((amount) => amount > 0)
  )
}

function parametersOf(name: string): number | null {
  const known = name === currentArchitecture ? undefined : architectures.find((one) => one.name === name)
  return known ? describeArchitecture(known).parameters : null
}

/** The recipe of one round, counted from 1. Each has a seed of its own: after a rejection teacher and pseudo labels are the
 *  same, and the same seed would give the same student again. It judges that student and no ensemble of folds. */
export function roundRecipe(recipe: Recipe, round: number): Recipe {
  return { ...recipe, keepFolds: false, seed: (recipe.seed + round - 1) % 2 ** 32 }
}
