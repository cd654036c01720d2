import { GradeMatrix } from './grade-matrix.tsx'

interface ConfusionMatrixProps {
  /** Rows are the labels, columns the predictions; counts. */
  readonly matrix: readonly (readonly number[])[]
  readonly label: string
}

/** Labels down, predictions across; each row shaded by its shares. */
export function ConfusionMatrix({ matrix, label }: ConfusionMatrixProps) {
  const sums = matrix.map((row) => row.reduce((sum, value) => sum + value, 0))
  return (
    <GradeMatrix
      label={label}
      corner="label ↓ model →"
      matrix={matrix}
      text={String}
      shade={(value, row) => value / Math.max(sums[row] ?? 0, 1)}
    />
  )
}
