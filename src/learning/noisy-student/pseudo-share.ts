import type { Recipe } from '#shared/recipe.ts'

/** Share of every batch that has pseudo labels, 0..1: the recipe's, but where there are few pseudo labels only so much that
 *  none is shown more often than a label is, and never a whole batch. */
export function pseudoShare(
  labelled: number,
  pseudo: number,
  { noisyStudent, batch, accumulation }: Pick<Recipe, 'noisyStudent' | 'batch' | 'accumulation'>,
): number {
  return pseudo === 0 ? 0 : Math.min(noisyStudent.share, pseudo / (labelled + pseudo), 1 - 1 / (batch * accumulation))
}
