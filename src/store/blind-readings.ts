import type { GraderId, ImageId } from '#shared/ids.ts'
import type { ReadDb } from './connection.ts'
import type { CurrentGrade } from './current-grades.ts'

/** Locked away to judge models by, and never read blind by this reader: by nobody, where the reader is null. What was read
 *  blind once was shown with all that is known of it then, even where that decision was taken back. */
const unseen = `i.split = 'hold-out' AND NOT EXISTS (
  SELECT 1 FROM readings r WHERE r.image_id = i.id AND (@grader IS NULL OR r.grader_id = @grader)
    AND r.phase = 'blind' AND r.retracts IS NULL AND r.restores IS NULL)`

export function readShownBlind(db: ReadDb, grader: GraderId | null): Set<ImageId> {
  const rows = db.tuples<[ImageId]>(`SELECT i.id FROM images i WHERE ${unseen}`, { grader })
  return new Set(rows.map(([image]) => image))
}

export function isShownBlind(db: ReadDb, image: ImageId, grader: GraderId | null): boolean {
  return db.get(`SELECT 1 FROM images i WHERE i.id = @image AND ${unseen}`, { image, grader }) !== undefined
}

/** What readers made of locked photographs while they were shown blind, whatever they made of them afterwards, knowing what
 *  the model says. Not of those that were adjudicated, or that nobody has read blind. */
export function readBlindGrades(db: ReadDb): CurrentGrade[] {
  const ungradable = 5
  return db
    .tuples<[ImageId, number, number]>(
      `SELECT s.image_id, min(coalesce(s.grade, ${ungradable})), max(coalesce(s.grade, ${ungradable}))
       FROM standing_readings s JOIN images i ON i.id = s.image_id
       WHERE s.phase = 'blind' AND i.split = 'hold-out'
         AND NOT EXISTS (SELECT 1 FROM standing_readings t WHERE t.image_id = s.image_id
           AND (t.phase = 'adjudication' OR t.phase = 'blind' AND t.grader_id = s.grader_id AND t.id > s.id))
       GROUP BY s.image_id`,
    )
    .map(([image, low, high]): CurrentGrade => {
      if (low !== high) return { image, state: 'unresolved', grade: null }
      return low === ungradable
        ? { image, state: 'ungradable', grade: null }
        : { image, state: 'read', grade: low as CurrentGrade['grade'] }
    })
}
