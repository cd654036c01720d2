import { architectures, describeArchitecture } from '#nn/architectures/registry.ts'
import type { AugmentationSettings } from '#shared/augmentation.ts'
import type { Recipe } from '#shared/recipe.ts'
import { invalidField } from '../recipe-fields.ts'
import { currentArchitecture } from '../recipe-network.ts'

/** What a student's recipe must hold besides what every recipe must: noise in the input and in the network, without which a
 *  student only copies its teacher (Xie 2020), and a network no smaller than the teacher's. A teacher whose network is
 *  none of this application's is not compared. Throws `AppError('recipe_invalid')` naming the field. */
export function checkStudentRecipe(recipe: Recipe, teacherArchitecture: string): void {
  if (!changesPhotographs(recipe.augmentation)) {
    throw invalidField('augmentation', 'changes nothing, but a student learns more than its teacher only under noise')
  }
  if (recipe.dropout === 0 && recipe.stochasticDepth === 0) {
    throw invalidField('dropout', 'and stochastic depth are both 0; a student needs one of them')
  }
  const [student, teacher] = [parametersOf(recipe.architecture), parametersOf(teacherArchitecture)]
  if (student !== null && teacher !== null && student < teacher) {
    throw invalidField(
      'architecture',
      `is smaller than the teacher's ${teacherArchitecture}; a student is at least as large`,
    )
  }
}

function changesPhotographs({ flips, rotations, randAugment, ...amounts }: AugmentationSettings): boolean {
  return (
    flips || rotations.length > 0 || randAugment.operations > 0 || Object.values(amounts).some((amount) => amount > 0)
  )
}

function parametersOf(name: string): number | null {
  const known = name === currentArchitecture ? undefined : architectures.find((one) => one.name === name)
  return known ? describeArchitecture(known).parameters : null
}

/** The recipe of one round, counted from 1. Each has a seed of its own: after a rejection teacher and pseudo labels are the
 *  same, and the same seed would give the same student again. */
export function roundRecipe(recipe: Recipe, round: number): Recipe {
  return { ...recipe, seed: (recipe.seed + round - 1) % 2 ** 32 }
}
