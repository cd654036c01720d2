import type { ImageId, Sha256 } from './ids.ts'

/** Paths of pixels, the same under Electron's `app://` and the plain host's `http://127.0.0.1`. */
export const pixelPaths = {
  thumbnail: (image: ImageId) => `/pixels/images/${image}/thumbnail`,
  preview: (image: ImageId) => `/pixels/images/${image}/preview`,
  full: (image: ImageId) => `/pixels/images/${image}/full`,
  blob: (sha256: Sha256) => `/pixels/blobs/${sha256}`,
  candidate: (id: string) => `/pixels/candidates/${id}`,
}
