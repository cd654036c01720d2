import type { ClientContext, ClientLink } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { ConnectionLost, type ConnectionState } from './connection.ts'
import { LastingLink } from './lasting-link.ts'

type Link = ClientLink<ClientContext>

/** A line that is opened by hand, and broken by hand. */
function line() {
  const waiting: ((link: Link | null) => void)[] = []
  let lost: () => void = () => undefined
  return {
    connect: (onLost: () => void) =>
      new Promise<Link>((resolve, reject) => {
        lost = onLost
        waiting.push((link) => (link ? resolve(link) : reject(new Error('No answer.'))))
      }),
    refused: async () => null,
    open: (link: Link) => waiting.shift()?.(link),
    fail: () => waiting.shift()?.(null),
    break: () => lost(),
  }
}

async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 1))
}

function follow(one: ReturnType<typeof line>, onReturn: (link: Link) => Promise<void> = async () => undefined) {
  const states: ConnectionState[] = []
  const link = new LastingLink({
    line: one,
    onState: (state) => states.push(state),
    onReturn,
    pause: async () => undefined,
  })
  return { link, states }
}

const answering = (answer: string): Link => ({ call: async () => answer })

describe('a link that outlives its line', () => {
  it('lets calls wait until the workstation answers, however often it has to try', async () => {
    const one = line()
    const { link, states } = follow(one)
    const answer = link.call(['a'], null, { context: {} })
    one.fail()
    await until(() => one.open(answering('here')) !== undefined || states.includes('open'))
    await expect(answer).resolves.toBe('here')
    expect(states).toEqual(['connecting', 'open'])
  })

  it('fails a call whose line broke under it with a word for that, and serves the next one', async () => {
    const one = line()
    const { link, states } = follow(one)
    const fallen = Promise.withResolvers<string>()
    one.open({ call: () => fallen.promise })
    const cut = link.call(['a'], null, { context: {} })
    await until(() => states.includes('open'))
    one.break()
    fallen.reject(new Error('AbortError'))
    await expect(cut).rejects.toBeInstanceOf(ConnectionLost)
    one.open(answering('again'))
    await expect(link.call(['b'], null, { context: {} })).resolves.toBe('again')
    expect(states).toEqual(['connecting', 'open', 'reconnecting', 'open'])
  })

  it('has what is needed first done over a line that stands again, before whatever waits', async () => {
    const one = line()
    const done = Promise.withResolvers<void>()
    const over: Link[] = []
    const { link, states } = follow(one, (link) => {
      over.push(link)
      return done.promise
    })
    one.open(answering('first'))
    await expect(link.call(['a'], null, { context: {} })).resolves.toBe('first')
    expect(over).toEqual([])
    one.break()
    const waiting = link.call(['b'], null, { context: {} })
    const again = answering('again')
    one.open(again)
    await until(() => over.length > 0)
    expect([over[0] === again, states.at(-1)]).toEqual([true, 'reconnecting'])
    done.resolve()
    await expect(waiting).resolves.toBe('again')
  })

  it('goes over to the next line where one breaks before that was done', async () => {
    const one = line()
    const { link } = follow(one, (link) => link.call([], null, { context: {} }).then(() => undefined))
    one.open(answering('first'))
    await link.call(['a'], null, { context: {} })
    one.break()
    const waiting = link.call(['b'], null, { context: {} })
    const fallen = Promise.withResolvers<string>()
    const begun = Promise.withResolvers<void>()
    one.open({
      call: () => {
        begun.resolve()
        return fallen.promise
      },
    })
    await begun.promise
    one.break()
    fallen.reject(new Error('AbortError'))
    one.open(answering('third'))
    await expect(waiting).resolves.toBe('third')
  })

  it('passes on an answer that is an error as it is', async () => {
    const one = line()
    const { link } = follow(one)
    const refusal = new Error('No project is open.')
    one.open({ call: () => Promise.reject(refusal) })
    await expect(link.call(['a'], null, { context: {} })).rejects.toBe(refusal)
  })

  it('stops waiting for a line when the caller no longer wants the answer', async () => {
    const { link } = follow(line())
    const wish = new AbortController()
    const answer = link.call(['a'], null, { context: {}, signal: wish.signal })
    wish.abort(new Error('No longer wanted.'))
    await expect(answer).rejects.toThrow('No longer wanted.')
  })
})
