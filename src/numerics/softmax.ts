/** Probabilities of the classes: softmax of the logits over the temperature. */
export function softmax(logits: readonly number[], temperature = 1): number[] {
  const largest = Math.max(...logits)
  const powers = logits.map((value) => Math.exp((value - largest) / temperature))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

/** Softmax of each row of `logits` [n,classes], row after row, in float32. */
export function softmaxRows(logits: Float32Array, classes: number): Float32Array {
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
