import type { ImageId } from '#shared/ids.ts'
import { ConnectionLost } from './connection.ts'
import type { GradeReply, GradeRequest, Photograph } from './contract-types.ts'

export interface DecisionCalls {
  grade(request: GradeRequest): Promise<GradeReply>
  photograph(image: ImageId): Promise<Photograph>
  reviewed(): Promise<number>
}

/** Makes a decision exactly once over a line that may break before the answer comes: once the line is back, the
 *  photograph's readings tell whether it had arrived. `knownReadings`: ids of the readings there were before. */
export async function decideOnce(
  request: GradeRequest,
  knownReadings: ReadonlySet<number>,
  calls: DecisionCalls,
): Promise<GradeReply> {
  for (;;) {
    try {
      return await calls.grade(request)
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error
    }
    const arrived = await storedReply(request, knownReadings, calls)
    if (arrived) return arrived
  }
}

async function storedReply(
  request: GradeRequest,
  knownReadings: ReadonlySet<number>,
  calls: DecisionCalls,
): Promise<GradeReply | undefined> {
  for (;;) {
    try {
      const photograph = await calls.photograph(request.image)
      const reading = photograph.readings.find(
        (one) =>
          !knownReadings.has(one.id) && one.grader === request.grader.trim() && one.decision === request.decision,
      )
      if (!reading) return undefined
      return { reading, impliedGrade: null, contradiction: false, reviewed: await calls.reviewed() }
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error
    }
  }
}
