/** How several models are made one: the mean of their probabilities, or a meta-learner over them. */
export const ensembleKinds = ['average', 'logistic', 'forest', 'boosting', 'svm'] as const
export type EnsembleKind = (typeof ensembleKinds)[number]
