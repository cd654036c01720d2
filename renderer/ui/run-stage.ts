import type { Recipe } from '#shared/recipe.ts'

/** Progress of a run whose stages follow one another: `done` of `total` of the whole, as far as it can be told. */
export interface StagedProgress {
  readonly words: string
  readonly done: number
  readonly total: number
}

interface Staged {
  readonly stage: string | null
  readonly done: number
  readonly total: number
}

const stageWords: Readonly<Record<string, string>> = {
  starting: 'starting',
  import: 'reading the photographs',
  screen: 'measuring the photographs',
  prepare: 'preparing the photographs',
  features: 'computing features for the folds',
  epoch: 'main fit',
  main: 'main fit',
  score: 'scoring the photographs',
  'find-rate': 'trying learning rates',
}

/** A stage as one would say it. */
export function stageName(stage: string | null): string {
  if (stage === null) return 'starting'
  return stageWords[stage] ?? stage
}

/** Which fit of a run is at work and which of its epochs: "fold 2 of 3, epoch 1 of 4"; null in any other stage. */
export function fitAtWork(run: Staged): { readonly fit: string; readonly epoch: string } | null {
  const fit = stageName(run.stage)
  if (run.total === 0 || !(fit === stageWords.main || /^fold \d+ of \d+$/.test(fit))) return null
  return { fit, epoch: `${Math.min(run.done + 1, run.total)} of ${run.total}` }
}

/** How far a training run is. The main fit and the folds that follow count as equal parts, since each takes about as
 *  long as the others, but for folds that are heads; those, and any other stage, are told by themselves. */
export function trainingProgress(run: Staged, recipe: Pick<Recipe, 'folds' | 'foldsBy'>): StagedProgress {
  const folds = recipe.foldsBy === 'heads' ? 0 : recipe.folds
  const words = stageName(run.stage)
  const fold = /^fold (\d+)/.exec(run.stage ?? '')?.[1]
  const part = fold === undefined ? (words === stageWords.main ? 0 : null) : Number(fold)
  if (part === null || part > folds || run.total === 0) return { words, done: run.done, total: run.total }
  return { words, done: part * run.total + run.done, total: (folds + 1) * run.total }
}
