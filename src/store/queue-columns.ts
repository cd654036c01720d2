import type { ImageId, ModelId } from '#shared/ids.ts'
import type { ReadDb } from './connection.ts'
import { decidedGradeRows, importedGradeRows } from './current-grades.ts'
import { rowOf } from './row-ids.ts'
import { rowsOf } from './row-index.ts'

/** What the queue shows of every photograph, one row each, oldest first. -1 stands for none, -2 for ungradable;
 *  suspicion is in thousandths. */
export interface QueueColumns {
  readonly images: readonly ImageId[]
  readonly names: readonly string[]
  readonly labels: Int32Array
  readonly current: Int32Array
  readonly predicted: Int32Array
  readonly suspicion: Int32Array
  /** Photographs whose grade an adjudicator settled. */
  readonly settled: ReadonlySet<ImageId>
}

/** Each column is one flat scan, put together by photograph here: joined in SQL, 100,000 rows take several times as long. */
export function readQueueColumns(
  db: ReadDb,
  byImage: ReadonlyMap<ImageId, string>,
  model: ModelId | null,
): QueueColumns {
  const images = [...byImage.keys()]
  const rows = rowsOf(images)
  const labels = spread(rows, images.length, importedGradeRows(db))
  // A decision, whatever it is, stands before the label.
  const current = Int32Array.from(labels)
  const decided = decidedGradeRows(db)
  put(
    current,
    rows,
    decided.map(([image, state, grade]) => [image, state === 'ungradable' ? -2 : (grade ?? -1)]),
  )
  return {
    images,
    names: [...byImage.values()],
    labels,
    current,
    predicted: spread(rows, images.length, model === null ? [] : readPredicted(db, model)),
    suspicion: spread(rows, images.length, model === null ? [] : readSuspicion(db, model)),
    settled: new Set(decided.flatMap(([image, state]) => (state === 'adjudicated' ? [image] : []))),
  }
}

/** Arg-max of the five probabilities, the first on ties. In the order of the key a prediction out of fold comes after the
 *  main fit's of the same photograph, and so takes its place. */
function readPredicted(db: ReadDb, model: ModelId): [ImageId, number][] {
  return db.tuples(
    `SELECT image_id, CASE WHEN p0 >= max(p1, p2, p3, p4) THEN 0 WHEN p1 >= max(p2, p3, p4) THEN 1
       WHEN p2 >= max(p3, p4) THEN 2 WHEN p3 >= p4 THEN 3 ELSE 4 END
     FROM predictions WHERE model_id = ? ORDER BY image_id, out_of_fold`,
    [rowOf(model)],
  )
}

/** How unsure the model is of each photograph: entropy of its probabilities, thousandths of the largest there can be, -1
 *  where it has said nothing. */
export function readAmbiguity(db: ReadDb, images: readonly ImageId[], model: ModelId | null): Int32Array {
  const said =
    model === null
      ? []
      : db.tuples<[ImageId, number, number, number, number, number]>(
          'SELECT image_id, p0, p1, p2, p3, p4 FROM predictions WHERE model_id = ? ORDER BY image_id, out_of_fold',
          [rowOf(model)],
        )
  return spread(
    rowsOf(images),
    images.length,
    said.map(([image, ...row]) => {
      const entropy = row.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0)
      return [image, Math.min(1000, Math.round((1000 * entropy) / Math.log(row.length)))] as const
    }),
  )
}

function readSuspicion(db: ReadDb, model: ModelId): [ImageId, number][] {
  return db.tuples('SELECT image_id, CAST(round(score * 1000) AS INTEGER) FROM suspicions WHERE model_id = ?', [
    rowOf(model),
  ])
}

type ColumnRows = readonly (readonly [ImageId, number])[]

function spread(rows: Int32Array, length: number, values: ColumnRows): Int32Array {
  const column = new Int32Array(length).fill(-1)
  put(column, rows, values)
  return column
}

function put(column: Int32Array, rows: Int32Array, values: ColumnRows): void {
  for (const [image, value] of values) {
    const row = rows[image] ?? -1
    if (row >= 0) column[row] = value
  }
}
