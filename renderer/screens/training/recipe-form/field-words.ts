import { gradeNames, grades } from '#shared/grades.ts'

/** The choices that matter, in front; the rest is folded away. */
export const frontFields = ['architecture', 'size', 'epochs', 'batch', 'learningRate', 'folds', 'start'] as const

/** What is folded away, under what it belongs to. A field that is in none of these is shown with the last. */
export const fieldGroups = [
  { title: 'Schedule', keys: ['schedule'] },
  { title: 'Optimizer', keys: ['optimizer', 'weightDecay', 'clipping', 'accumulation', 'batchToFit', 'rates'] },
  { title: 'Augmentation', keys: ['augmentation', 'enhancement', 'normalisation', 'testTimeAugmentation'] },
  { title: 'Sampling', keys: ['balancedSampling', 'gradeMultipliers', 'oversampling'] },
  { title: 'Head and loss', keys: ['head', 'classifier', 'loss', 'labelSmoothing', 'classWeights', 'oedema'] },
  { title: 'Freezing and sizes', keys: ['phases', 'sizes'] },
  { title: 'Regularisation', keys: ['dropout', 'stochasticDepth', 'auxiliaryBatchNorm', 'batchNormMomentum'] },
  { title: 'Averaging and early stop', keys: ['averaging', 'earlyStop'] },
  { title: 'Pseudo labels', keys: ['noisyStudent'] },
  { title: 'Splits, seed and name', keys: ['holdOut', 'validation', 'foldsBy', 'keepFolds', 'seed', 'name', 'source'] },
] as const

interface FieldWords {
  readonly label?: string
  readonly help?: string
}

/** What the names of fields do not say by themselves. Paths are without places in lists. */
const words: Readonly<Record<string, FieldWords>> = {
  architecture: { label: 'Network' },
  size: { label: 'Size, pixels' },
  batch: { label: 'Batch', help: 'At once, or auto' },
  folds: { help: 'Extra fits; 0 for none' },
  foldsBy: { label: 'A fold trains', help: 'Heads: quick, from a model that never saw the labels; no augmentation' },
  keepFolds: { label: 'Keep the folds’ models', help: 'Their mean is one more candidate' },
  learningRate: { label: 'Learning rate' },
  accumulation: { label: 'Batches a step', help: 'Their gradients are averaged' },
  batchToFit: { label: 'Take the batch that fits in memory', help: 'The one above at most' },
  testTimeAugmentation: { label: 'Grade over changed copies', help: 'Twelve times as slow to grade' },
  rates: { label: 'Learning-rate factors', help: '0 leaves a part as it is' },
  'schedule.warmUp': { help: 'Share of all steps' },
  'schedule.every': { help: 'Epochs' },
  'schedule.patience': { help: 'Epochs' },
  'optimizer.centred': { label: 'Centred' },
  clipping: { label: 'Clip gradients' },
  averaging: { label: 'Average the weights' },
  'averaging.warmUp': { label: 'Warm up', help: 'Lets the decay grow' },
  earlyStop: { label: 'Stop early' },
  'earlyStop.patience': { help: 'Epochs without a higher kappa' },
  loss: { help: 'The head’s usual one where none is chosen' },
  labelSmoothing: { help: 'Share given to the other grades' },
  classWeights: { label: 'Weigh grades in the loss' },
  oedema: { label: 'Learn oedema risk, too', help: 'By a second output, from photographs with a label of it' },
  'oedema.weight': { help: 'What its loss counts for beside that of grades' },
  gradeMultipliers: { label: 'Show grades more often' },
  balancedSampling: { label: 'Show every grade as often' },
  oversampling: { help: 'When repeated photographs are drawn' },
  phases: { label: 'Frozen at first', help: 'Only where it goes on from a model' },
  'phases.freeze.before': { label: 'All before the parameter' },
  sizes: { label: 'Smaller at first', help: 'The recipe’s own size comes after' },
  stochasticDepth: { help: 'Chance that a block is left out' },
  auxiliaryBatchNorm: { label: 'AdvProp share', help: 'Of a batch, with batch norms of its own' },
  batchNormMomentum: { label: 'Batch norm momentum', help: 'Share of the old running statistics kept' },
  normalisation: { help: 'What is taken from a photograph’s channels, and what they are divided by' },
  holdOut: { label: 'Held out', help: 'Share of patients; fixed once locked' },
  validation: { help: 'Share of patients' },
  enhancement: { help: 'Done once to every photograph' },
  'augmentation.rotation': { help: 'Degrees either way' },
  'augmentation.rotations': { label: 'Fixed turns', help: 'Degrees, with commas between' },
  'augmentation.zoom': { help: '0.1 is ±10 %' },
  'augmentation.shear': { help: 'Degrees either way' },
  'augmentation.translate': { help: 'Share of the side' },
  'augmentation.gaussianNoise': { label: 'Noise', help: 'Standard deviation' },
  'augmentation.saltAndPepper': { label: 'Salt and pepper', help: 'Share of the pixels' },
  'augmentation.blur': { help: 'Share of the side' },
  'augmentation.cutOut': { label: 'CutOut', help: 'Share of the side' },
  'augmentation.autoAugment': { label: 'AutoAugment', help: 'Policies found on photographs of things; none is off' },
  'augmentation.randAugment': { label: 'RandAugment' },
  'augmentation.randAugment.operations': { help: 'A photograph; 0 is off' },
  'augmentation.randAugment.magnitude': { help: '0 to 10' },
  'augmentation.randAugment.weights': { help: 'The preset one where left empty' },
  noisyStudent: { label: 'From the teacher' },
  'noisyStudent.labels': { help: 'All five probabilities, or one grade' },
  'noisyStudent.threshold': { help: 'Least probability of the teacher’s grade' },
  'noisyStudent.balance': { label: 'Balance the grades' },
  'noisyStudent.suspects': { label: 'Also suspects no reader has reviewed' },
  'noisyStudent.share': { label: 'Share of a batch', help: 'At most' },
  'noisyStudent.reviewedWeight': { label: 'Reviewed count', help: 'Times as often as others' },
}

/** Values that a part starts with when it is switched on, where the schema has none. */
export const firstValues: Readonly<Record<string, unknown>> = {
  averaging: { decay: 0.999, warmUp: true },
  oedema: { weight: 1 },
  clipping: { by: 'norm', limit: 1 },
  earlyStop: { patience: 8 },
}

/** "weightDecay" as "Weight decay", unless it is called otherwise. */
export function fieldLabel(path: string): string {
  return words[path]?.label ?? inWords(path.split('.').at(-1) ?? path)
}

export function fieldHelp(path: string): string | undefined {
  return words[path]?.help
}

/** What a choice shows where none is chosen. */
export function withoutLabel(path: string): string {
  return path === 'loss' ? 'The usual one' : 'None'
}

/** "one-cycle" as "One cycle". */
export function inWords(name: string): string {
  const apart = name
    .replace(/-/g, ' ')
    .replace(/([a-z])([A-Z0-9])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return apart.charAt(0).toUpperCase() + apart.slice(1)
}

/** Names of a list's places, where there are as many as grades. */
export const gradeLabels = grades.map((grade) => gradeNames[grade])
