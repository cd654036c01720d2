import type { Queue, Standing } from '#shared/queue.ts'

/** Why photographs have no place in an order by suspicion, in the order they are told. */
export const unranked = [
  'learnt',
  'unscored',
  'no-model',
  'blind',
  'settled',
  'ungradable',
  'unlabelled',
] as const satisfies readonly Standing[]

/** What follows the number of them. */
export function standingWords(standing: (typeof unranked)[number], model: Queue['model']): string {
  switch (standing) {
    case 'learnt':
      return `${model} has learnt from`
    case 'unscored':
      return `${model} has not looked at yet`
    case 'no-model':
      return 'with no model in use'
    case 'blind':
      return 'to be read blind first'
    case 'settled':
      return 'settled by an adjudicator'
    case 'ungradable':
      return 'ungradable'
    case 'unlabelled':
      return 'without a grade'
  }
}

/** The same at length, for whoever asks why. */
export function standingReason(standing: (typeof unranked)[number], model: Queue['model']): string {
  switch (standing) {
    case 'learnt':
      return `${model} has learnt from these photographs, from a copy or from another photograph of the patient: what it says of them shows nothing.`
    case 'unscored':
      return `${model}, the model in use, has not looked at these photographs yet. Score all photographs on the Training screen.`
    case 'no-model':
      return 'No model is in use. Fine-tune one, or promote one on the Training screen.'
    case 'blind':
      return 'Models, labels and readers are judged by these: they are read before anything is shown of them.'
    case 'settled':
      return 'An adjudicator gave these their grade: nothing speaks against it any more.'
    case 'ungradable':
      return 'A reader found these ungradable.'
    case 'unlabelled':
      return 'No label file and no reader gives these a grade.'
  }
}
