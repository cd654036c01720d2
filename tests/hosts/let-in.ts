/** Opens an address that was printed as a program does. Gives the headers that whoever was let in sends, and its cookie. */
export async function letIn(
  address: string,
): Promise<{ readonly cookie: string; readonly headers: { readonly cookie: string } }> {
  const answer = await fetch(address, { redirect: 'manual' })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (answer.status !== 303 || cookie === undefined) {
    throw new Error(`${address} lets nobody in (${answer.status}): ${await answer.text()}`)
  }
  return { cookie, headers: { cookie } }
}
