/** Where each value stands among those of its own label: standard deviations above their mean, 0 where they do not differ. Labels
 *  are not equally hard to learn, and a low margin says something only beside others of the same one. */
export function standings(values: readonly number[], labels: readonly number[]): number[] {
  const groups = new Map<number, number[]>()
  for (const [index, label] of labels.entries()) {
    const group = groups.get(label)
    if (group) group.push(values[index] as number)
    else groups.set(label, [values[index] as number])
  }
  const scales = new Map([...groups].map(([label, group]) => [label, scaleOf(group)]))
  return values.map((value, index) => {
    const { mean, deviation } = scales.get(labels[index] as number) as ReturnType<typeof scaleOf>
    return deviation > 0 ? (value - mean) / deviation : 0
  })
}

function scaleOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, deviation: Math.sqrt(variance) }
}
