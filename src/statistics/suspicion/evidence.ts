import type { Grade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { MatrixScaling } from '../label-issues/matrix-scaling.ts'
import type { FellowEyes } from './fellow-eyes.ts'

/** What a project knows of a photograph that bears on whether its label is right. Of what is not known, null or nothing. */
export interface Evidence {
  readonly label: Grade
  /** Whether the label is what readers decided, and not what a label file says. */
  readonly decided: boolean
  /** By a fit that never saw the photograph, its patient or its duplicates; null where there is none. */
  readonly probabilities: GradeProbabilities | null
  /** Grades that label files give it besides the one that the label is of. */
  readonly files: readonly Grade[]
  /** Of a label that readers decided on, what the label file says that counted before. */
  readonly fileLabel: Grade | null
  /** Grades by readers, each one's last. */
  readonly readers: readonly Grade[]
  /** Current grades of photographs with the same content or nearly so. */
  readonly duplicates: readonly Grade[]
  readonly fellowEye: Grade | null
  /** How the photograph was taken. */
  readonly quality: 'good' | 'usable' | 'reject' | null
  /** What about a poor picture hides small lesions. */
  readonly obscured: 'blurred' | 'dark' | null
  /** Area under the margin while a model learnt it, in standard deviations above the mean of its label. */
  readonly margin: number | null
  /** How this label was learnt, where the margin is known. */
  readonly learning: LabelLearning | null
  /** The least grade that the lesions marked in it allow. */
  readonly impliedGrade: Grade | null
}

/** Of a photograph that such a fit has looked at. */
export type SeenEvidence = Evidence & { readonly probabilities: GradeProbabilities }

/** Of a photograph of which only the label and the model's word are known. */
export const nothingElseKnown: Omit<Evidence, 'label' | 'probabilities'> = {
  decided: false,
  files: [],
  fileLabel: null,
  readers: [],
  duplicates: [],
  fellowEye: null,
  quality: null,
  obscured: null,
  margin: null,
  learning: null,
  impliedGrade: null,
}

/** When a label was learnt and how often it was forgotten; as in `LearningTrace`, and of nine labels in ten not more than `usual`. */
export interface LabelLearning {
  readonly learntAt: number
  readonly forgotten: number
  readonly usual: { readonly learntAt: number; readonly forgotten: number }
}

/** The same with what follows for the true grade. */
export interface Known extends Evidence {
  /** P(true grade | label, photograph), by Bayes from what the model sees and how labels of this project go wrong. */
  readonly posterior: readonly number[]
}

/** What is learnt from all photographs together. */
export interface Background {
  readonly scaling: MatrixScaling
  /** P(label | true grade) up to a factor of its own for each grade, flat 5 x 5, rows the label. */
  readonly channel: Float64Array
  readonly fellowEyes: FellowEyes
  /** Of the five grades among the labels. */
  readonly shares: readonly number[]
}
