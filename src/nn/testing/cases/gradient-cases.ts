import type { GradientCase } from '../gradient-case.ts'
import { activationCases } from './activation.ts'
import { arithmeticCases } from './arithmetic.ts'
import { convolutionCases } from './convolution.ts'
import { foldedCases } from './folded.ts'
import { layoutCases } from './layout.ts'
import { normalisationCases } from './normalisation.ts'
import { poolingCases } from './pooling.ts'
import { reductionCases } from './reduction.ts'
import { resizeCases } from './resize.ts'

/** The table over which every operator's gradient is judged. */
export const gradientCases: readonly GradientCase[] = [
  ...activationCases,
  ...arithmeticCases,
  ...convolutionCases,
  ...foldedCases,
  ...layoutCases,
  ...normalisationCases,
  ...poolingCases,
  ...reductionCases,
  ...resizeCases,
]
