import { describe, expect, it } from 'vitest'
import { imageIdSchema, readingIdSchema } from '#shared/ids.ts'
import { ConnectionLost } from './connection.ts'
import type { GradeReply, GradeRequest, Photograph } from './contract-types.ts'
import { decideOnce } from './decide-once.ts'

const image = imageIdSchema.parse(7)
const request: GradeRequest = { image, grader: 'Reader', decision: 2 }
type Reading = GradeReply['reading']

function reading(id: number, decision: Reading['decision'], grader = 'Reader'): Reading {
  return {
    id: readingIdSchema.parse(id),
    image,
    grader,
    phase: 'revealed',
    decision,
    ungradableReason: null,
    lesions: [],
    seconds: null,
    at: '2026-01-01T00:00:00.000Z',
  }
}

/** A workstation whose line breaks at the named calls; `stores` says whether the decision arrived before the break. */
function workstation(earlier: Reading[], breaks: ('before' | 'after' | 'never')[]) {
  const readings = [...earlier]
  let gradeCalls = 0
  return {
    readings,
    calls: () => gradeCalls,
    grade: async (): Promise<GradeReply> => {
      const fate = breaks[gradeCalls++] ?? 'never'
      if (fate === 'before') throw new ConnectionLost()
      const stored = reading(readings.length + 1, 2)
      readings.push(stored)
      if (fate === 'after') throw new ConnectionLost()
      return { reading: stored, impliedGrade: null, contradiction: false, reviewed: 1 }
    },
    photograph: async () => ({ readings }) as unknown as Photograph,
    reviewed: async () => 1,
  }
}

describe('a decision over a line that breaks', () => {
  it('is sent again when it had not arrived', async () => {
    const station = workstation([], ['before', 'before'])
    const reply = await decideOnce(request, new Set(), station)
    expect(reply.reading.decision).toBe(2)
    expect(station.calls()).toBe(3)
    expect(station.readings).toHaveLength(1)
  })

  it('is not made twice when only its answer was lost', async () => {
    const station = workstation([], ['after'])
    const reply = await decideOnce(request, new Set(), station)
    expect(reply.reading.id).toBe(1)
    expect(station.calls()).toBe(1)
    expect(station.readings).toHaveLength(1)
  })

  it('does not take an equal decision made earlier for this one', async () => {
    const earlier = [reading(1, 2), reading(2, 2, 'Someone else')]
    const station = workstation(earlier, ['before'])
    await decideOnce(request, new Set([1, 2]), station)
    expect(station.readings).toHaveLength(3)
  })

  it('passes on a refusal of the workstation as it is', async () => {
    const refusal = new Error('The disk is full.')
    const station = { ...workstation([], []), grade: () => Promise.reject(refusal) }
    await expect(decideOnce(request, new Set(), station)).rejects.toBe(refusal)
  })
})
