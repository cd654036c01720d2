import type { Recipe } from '#shared/recipe.ts'
import { inWords } from '../recipe-form/field-words.ts'
import { rateText } from '../recipe-form/number-text.ts'

/** A figure between 0 and 1; undefined ones have none. */
export function asWritten(value: number | null): string {
  return value === null ? '–' : value.toFixed(3)
}

/** What of a recipe one asks first. */
export function facts(recipe: Recipe): readonly (readonly [string, string])[] {
  const { size, epochs, batch, accumulation, learningRate, schedule, optimizer, folds, start, seed } = recipe
  return [
    ['Recipe', recipe.name],
    ['Start', start === 'scratch' ? 'from scratch' : 'from the model then in use'],
    ['Size', `${size} px`],
    ['Epochs', String(epochs)],
    ['Batch', accumulation > 1 ? `${batch} × ${accumulation}` : String(batch)],
    ['Learning rate', rateText(learningRate)],
    ['Schedule', inWords(schedule.name)],
    ['Optimizer', inWords(optimizer.name)],
    ['Folds', String(folds)],
    ['Seed', String(seed)],
  ]
}
