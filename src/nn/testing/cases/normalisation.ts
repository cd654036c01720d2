import { float, internalDomain } from '../../graph/types.ts'
import { type GradientCase, shapes } from '../gradient-case.ts'

const training = { type: 'BatchNormTraining', domain: internalDomain, outputs: 3 }
const frozen = { type: 'BatchNormalization', positive: true, wanted: 3 }

export const normalisationCases: readonly GradientCase[] = [
  { ...frozen, note: 'with running statistics', inputs: shapes([2, 3, 2, 2], [3], [3], [3], [3]) },
  { ...frozen, note: 'of vectors', inputs: shapes([4, 3], [3], [3], [3], [3]) },
  { ...training, inputs: shapes([3, 2, 3, 2], [2], [2]), attributes: { epsilon: float(0.01) } },
  { ...training, note: 'of blocks', inputs: shapes([2, 16, 1, 3], [16], [16]), attributes: { epsilon: float(0.1) } },
  { ...training, note: 'over one place', inputs: shapes([4, 2, 1, 1], [2], [2]), attributes: { epsilon: float(0.1) } },
  { ...training, note: 'of vectors', inputs: shapes([4, 3], [3], [3]), attributes: { epsilon: float(0.1) } },
  { ...training, inputs: shapes([3, 2, 3, 2], [2], [2]), attributes: { epsilon: float(0.01) }, opset: 18 },
]
