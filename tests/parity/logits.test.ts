import { describe, expect, it } from 'vitest'
import { expectLogits, fixtureNames, namesDigest, networkFixture, networkOf } from './network-fixture.ts'
import { blocked } from './runtimes.ts'

describe('networks beside torchvision’s', () => {
  it.each(fixtureNames)('%s has the same names, shapes and logits', async (name) => {
    const fixture = networkFixture(name)
    expect(namesDigest(networkOf(fixture))).toBe(fixture.names)
    await expectLogits(blocked.runtime, fixture)
  })
})
