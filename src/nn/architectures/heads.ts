import type { NetworkBuilder } from './network-builder.ts'

/** How logits become grade probabilities. */
export const heads = ['softmax'] as const

/** One logit a class, under the name torchvision gives EfficientNet's classifier. */
export function softmaxHead(layers: NetworkBuilder, features: string, classes: number): string {
  return layers.linear(features, 'classifier.1', classes)
}

/** Probabilities of `count` photographs from their logits [count, classes], row after row. */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length)
  for (let row = 0; row < logits.length; row += classes) {
    let largest = Number.NEGATIVE_INFINITY
    for (let i = row; i < row + classes; i++) largest = Math.max(largest, logits[i] as number)
    let total = 0
    for (let i = row; i < row + classes; i++) {
      const value = Math.exp((logits[i] as number) - largest)
      probabilities[i] = value
      total += value
    }
    for (let i = row; i < row + classes; i++) probabilities[i] = (probabilities[i] as number) / total
  }
  return probabilities
}
