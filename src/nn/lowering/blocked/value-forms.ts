/** An image that is written only when it is asked for: scale·image + shift, with one scale and shift a channel,
 *  [padded channels], or a photograph and channel, [n, padded channels]. What follows may take its factors over instead. */
export interface Affine {
  /** In blocks. */
  readonly image: string
  readonly scale: string
  readonly shift: string | undefined
  /** The value whose blocks `image` is, where it may be computed again. */
  readonly source?: string
}

/** What a blocked convolution can do to its result before it is written. */
export interface Finish {
  /** An image in blocks to be added; its buffer becomes the result's where nothing else needs it. */
  readonly sum?: string
  readonly activation?: 'Relu'
}

/** An image that one convolution will write when it is asked for; what follows may be part of that. */
export interface Pending {
  /** Whether it takes no sum any more. */
  readonly summed: boolean
  readonly write: (finish: Finish) => string
}

/** scale·image with one scale a channel, [c], as batch normalisation's gradient comes; the weights of the convolution
 *  that follows take the scale over. */
export interface Scaled {
  readonly image: string
  readonly scale: string
}

/** Vectors of one batch normalisation, [padded channels]. */
export interface Normalisation {
  /** Of the image as it was computed, its shift subtracted. */
  readonly average: string
  /** 1/σ. */
  readonly inverse: string
  /** scale/σ. */
  readonly factor: string
}

/** Of an image as it was computed, [padded channels]. */
export interface Moments {
  readonly average: string
  /** Mean of the squares. */
  readonly square: string
}

/** A form in which a value of the logical graph is written, can be written, or something that is known of it. */
export type Form =
  /** In ONNX's own layout. */
  | { readonly as: 'plain'; readonly name: string }
  /** In blocks of channels [n, c/b, h, w, b], channels padded by zeros. */
  | { readonly as: 'blocked'; readonly name: string }
  /** Channels last, [n, h, w, c]. */
  | { readonly as: 'last'; readonly name: string }
  | ({ readonly as: 'affine' } & Affine)
  | ({ readonly as: 'pending' } & Pending)
  | ({ readonly as: 'scaled' } & Scaled)
  /** A value [n,c,1,1] spread over the planes of an image. */
  | { readonly as: 'spread'; readonly value: string }
  /** How its blocks are computed a second time, where that is cheaper than to keep them. */
  | { readonly as: 'repeat'; readonly write: () => string }
  /** Images that it is, side by side. */
  | { readonly as: 'joined'; readonly parts: readonly string[] }
  /** What was subtracted while it was computed, [padded channels]. */
  | { readonly as: 'guess'; readonly vector: string }
  /** Mean of every channel, [c]. */
  | { readonly as: 'mean'; readonly vector: string }
  | ({ readonly as: 'moments' } & Moments)
  /** Of a batch's variance: what else its normalisation has worked out, for its gradient. */
  | ({ readonly as: 'normalisation' } & Normalisation)

export type FormKind = Form['as']
export type FormOf<Kind extends FormKind> = Extract<Form, { readonly as: Kind }>

/** The forms of every value, one of each kind. */
export class ValueForms {
  readonly #forms = new Map<string, Map<FormKind, Form>>()

  define(value: string, form: Form): void {
    const forms = this.#forms.get(value) ?? new Map<FormKind, Form>()
    this.#forms.set(value, forms.set(form.as, form))
  }

  as<Kind extends FormKind>(value: string, kind: Kind): FormOf<Kind> | undefined {
    return this.#forms.get(value)?.get(kind) as FormOf<Kind> | undefined
  }

  /** The same, made and kept where it is not there yet. */
  kept<Kind extends FormKind>(value: string, kind: Kind, make: () => FormOf<Kind>): FormOf<Kind> {
    const known = this.as(value, kind)
    if (known !== undefined) return known
    const form = make()
    this.define(value, form)
    return form
  }

  hasAny(value: string, kinds: readonly FormKind[]): boolean {
    const forms = this.#forms.get(value)
    return forms !== undefined && kinds.some((kind) => forms.has(kind))
  }
}
