/** [readings, wrong labels found by then], in the order of reading: from [0, 0], at most `points` of them, the last one being
 *  all. `wrong`: of each reading whether its label was. */
export function foundCurve(wrong: readonly boolean[], points = 200): [number, number][] {
  const every = Math.max(1, Math.ceil(wrong.length / (points - 1)))
  const curve: [number, number][] = [[0, 0]]
  let found = 0
  for (const [index, is] of wrong.entries()) {
    if (is) found++
    const read = index + 1
    if (read % every === 0 || read === wrong.length) curve.push([read, found])
  }
  return curve
}
