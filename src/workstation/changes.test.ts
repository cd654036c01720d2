import { describe, expect, it } from 'vitest'
import { Changes } from './changes.ts'

describe('changes', () => {
  it('reach every listener in order, also one that is slow, and end with its signal', async () => {
    const changes = new Changes()
    const controller = new AbortController()
    const seen: string[] = []
    const following = (async () => {
      for await (const change of changes.follow(controller.signal)) {
        seen.push(change.kind)
        await new Promise((resolve) => setTimeout(resolve, 2))
        if (seen.length === 3) controller.abort()
      }
    })()
    await Promise.resolve()
    changes.publish({ kind: 'project' })
    changes.publish({ kind: 'models' })
    changes.publish({ kind: 'readings' })
    await following
    expect(seen).toEqual(['project', 'models', 'readings'])
  })
})
