import type { OedemaFigures } from '#shared/contract/common.ts'
import type { Recipe } from '#shared/recipe.ts'
import { counted } from '../../../ui/count.ts'
import { rateText } from '../../../ui/number-text.ts'
import { inWords } from '../recipe-form/field-words.ts'
import { ownArchitecture, startValue } from '../recipe-form/start-choices.ts'

/** A figure between 0 and 1; undefined ones have none. */
export function asWritten(value: number | null): string {
  return value === null ? '–' : value.toFixed(3)
}

/** How well oedema risks are told. */
export function oedemaFacts({
  n,
  qwk,
  anyRiskAuc,
  referableAuc,
}: OedemaFigures): readonly (readonly [string, string])[] {
  return [
    ['Oedema risk, kappa', asWritten(qwk)],
    ['Any risk, AUC', asWritten(anyRiskAuc)],
    ['Risk 2, AUC', asWritten(referableAuc)],
    ['With an oedema label', counted(n, 'photograph')],
  ]
}

/** What of a recipe one asks first. */
export function facts(recipe: Recipe): readonly (readonly [string, string])[] {
  const { size, epochs, batch, accumulation, learningRate, schedule, optimizer, folds, start, seed } = recipe
  return [
    ['Recipe', recipe.name],
    ['Start', startWords(start)],
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

/** What a run trains: the model's own network, where the recipe names none. */
export function networkWords({ architecture, start }: Pick<Recipe, 'architecture' | 'start'>): string {
  if (architecture !== ownArchitecture) return architecture
  return `network of ${start === 'current' ? 'the model then in use' : startValue(start)}`
}

function startWords(start: Recipe['start']): string {
  if (start === 'scratch') return 'from scratch'
  return start === 'current' ? 'from the model then in use' : `from ${startValue(start)}`
}
