import { describe, expect, it } from 'vitest'
import { BitmapCache } from './bitmap-cache.ts'

class Picture {
  closed = false
  readonly address: string
  constructor(address: string) {
    this.address = address
  }
  close() {
    this.closed = true
  }
}

function cache(limit: number) {
  const asked: string[] = []
  const pictures = new BitmapCache(async (address: string) => {
    asked.push(address)
    if (address === 'broken') throw new Error('No such picture.')
    return new Picture(address)
  }, limit)
  return { asked, pictures }
}

describe('the cache of decoded pictures', () => {
  it('decodes once, however often it is asked', async () => {
    const { asked, pictures } = cache(3)
    const [first, again] = await Promise.all([pictures.load('a'), pictures.load('a')])
    expect(first).toBe(again)
    expect(asked).toEqual(['a'])
    expect(pictures.ready('a')).toBe(first)
  })

  it('frees the picture wanted longest ago, and never the one on the stage', async () => {
    const { pictures } = cache(2)
    const a = await pictures.load('a')
    const b = await pictures.load('b')
    pictures.keep(['a'])
    await pictures.load('c')
    expect(a.closed).toBe(false)
    expect(b.closed).toBe(true)
    expect(pictures.ready('b')).toBeNull()
  })

  it('forgets a failure, so that it can be tried again', async () => {
    const { asked, pictures } = cache(2)
    await expect(pictures.load('broken')).rejects.toThrow('No such picture.')
    await expect(pictures.load('broken')).rejects.toThrow('No such picture.')
    expect(asked).toEqual(['broken', 'broken'])
  })

  it('stays within its limit over a thousand photographs', async () => {
    const { pictures } = cache(8)
    const all: Picture[] = []
    for (let index = 0; index < 1000; index++) all.push(await pictures.load(String(index)))
    expect(all.filter((picture) => !picture.closed)).toHaveLength(8)
  })
})
