import { expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { forFile } from './image-file.ts'

it('what nobody foresaw of one file is that file’s failure, by its name; what was foreseen stays', async () => {
  const failing = (error: unknown) => forFile('/eyes/10_left.jpg', () => Promise.reject(error))
  await expect(failing(new RangeError('Array buffer allocation failed'))).rejects.toMatchObject({
    code: 'image_unreadable',
    message:
      'Could not read "10_left.jpg": something unforeseen went wrong with this file. Save it anew, or leave it out.',
  })
  const known = new AppError('image_too_large', 'It is too large.')
  await expect(failing(known)).rejects.toBe(known)
  await expect(failing(new DOMException('stopped', 'AbortError'))).rejects.toMatchObject({ code: 'cancelled' })
})
