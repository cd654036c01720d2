import { gradesOfClasses } from '#shared/class-names.ts'
import { type Grade, gradeCount } from '#shared/grades.ts'

/** What whoever imports a model's file says of it; '' where the file, or what is usual, is to tell. */
export interface ImportDraft {
  readonly head: '' | 'softmax' | 'ordinal' | 'regression'
  readonly size: string
  readonly normalisation: string
  readonly mean: string
  readonly deviation: string
  readonly order: string
  readonly classes: string
  readonly cuts: string
}

export const emptyDraft: ImportDraft = {
  ...{ head: '', size: '', normalisation: '', mean: '', deviation: '', order: '', classes: '', cuts: '' },
}

/** The choice that asks for numbers or names. */
export const ownChoice = 'own'

interface NormalisationChoice {
  readonly value: string
  readonly label: string
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

const alike = (value: number) => [value, value, value]

/** How others normalise their images: pixels, 0 to 1, less the mean, by the deviation. */
export const normalisationChoices: readonly NormalisationChoice[] = [
  {
    ...{ value: 'imagenet', label: 'ImageNet’s mean and deviation' },
    ...{ mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
  },
  { value: 'unit', label: 'Pixels from 0 to 1', mean: alike(0), deviation: alike(1) },
  { value: 'signed', label: 'Pixels from −1 to 1', mean: alike(0.5), deviation: alike(0.5) },
  { value: 'bytes', label: 'Pixels from 0 to 255', mean: alike(0), deviation: alike(1 / 255) },
]

/** Orders that classes often come in: those of folders by their names. */
export const orderChoices: readonly { readonly value: string; readonly label: string }[] = [
  {
    value: 'mild,moderate,none,proliferative,severe',
    label: 'By the alphabet: Mild, Moderate, No DR, Proliferative, Severe',
  },
  {
    value: 'none,mild,moderate,proliferative,severe',
    label: 'By the alphabet: Healthy, Mild, Moderate, Proliferative, Severe',
  },
  { value: 'proliferative,severe,moderate,mild,none', label: 'From the highest grade to the lowest' },
]

export type DraftField = 'size' | 'mean' | 'deviation' | 'classes' | 'cuts'

interface AskedOfFile {
  head?: 'softmax' | 'ordinal' | 'regression'
  size?: number
  normalisation?: { mean: number[]; deviation: number[] }
  classes?: Grade[]
  cuts?: number[]
}

export interface ReadDraft {
  readonly asked: AskedOfFile
  readonly problems: ReadonlyMap<DraftField, string>
}

/** What a draft asks for, and what is wrong with it, by field. */
export function readDraft(draft: ImportDraft): ReadDraft {
  const asked: AskedOfFile = {}
  const problems = new Map<DraftField, string>()
  if (draft.head !== '') asked.head = draft.head
  if (draft.size.trim() !== '') {
    const size = Number(draft.size)
    if (Number.isInteger(size) && size >= 16 && size <= 4096) asked.size = size
    else problems.set('size', 'A whole number from 16 to 4096.')
  }
  readNormalisation(draft, asked, problems)
  const order = draft.order === ownChoice ? draft.classes : draft.order
  if (draft.order !== '') {
    const classes = gradesOfClasses(order.split(',').map((name) => name.trim()))
    if (classes) asked.classes = [...classes]
    else problems.set('classes', 'The five grades with commas between, each once, such as mild, moderate, none, …')
  }
  if (draft.head === 'regression' && draft.cuts.trim() !== '') {
    const cuts = numbers(draft.cuts)
    const ascend = cuts.every((cut, place) => cut > (cuts[place - 1] ?? Number.NEGATIVE_INFINITY))
    if (cuts.length === gradeCount - 1 && ascend) asked.cuts = cuts
    else problems.set('cuts', 'Four numbers that ascend, such as 0.5, 1.5, 2.5, 3.5.')
  }
  return { asked, problems }
}

function readNormalisation(draft: ImportDraft, asked: AskedOfFile, problems: Map<DraftField, string>): void {
  const known = normalisationChoices.find(({ value }) => value === draft.normalisation)
  if (known) asked.normalisation = { mean: [...known.mean], deviation: [...known.deviation] }
  if (draft.normalisation !== ownChoice) return
  const [mean, deviation] = [numbers(draft.mean), numbers(draft.deviation)]
  const three = (list: readonly number[]) => list.length === 3 && list.every(Number.isFinite)
  if (!three(mean)) problems.set('mean', 'Three numbers, of red, green and blue, such as 0.485, 0.456, 0.406.')
  else if (mean.some((value) => Math.abs(value) > 1)) problems.set('mean', meanInBytes)
  if (!three(deviation) || deviation.some((value) => value <= 0)) {
    problems.set('deviation', 'Three numbers above 0, of red, green and blue.')
  }
  if (!problems.has('mean') && !problems.has('deviation')) asked.normalisation = { mean, deviation }
}

const meanInBytes = 'Of pixels from 0 to 1: divide numbers meant for 0 to 255 by 255.'

function numbers(text: string): number[] {
  return text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
}
