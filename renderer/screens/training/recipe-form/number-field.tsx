import { TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { numberOrText, textOfNumber } from '../../../ui/number-text.ts'

interface NumberFieldProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  readonly value: unknown
  /** Given the number; what is no number is given as it was typed. */
  readonly onChange: (value: number | string) => void
}

/** A number as people write it: 0.0003, 3e-4 or 0,0003. */
export function NumberField({ value, onChange, ...input }: NumberFieldProps) {
  const [text, setText] = useState(textOfNumber(value))
  // A value from elsewhere, such as another recipe's, takes the place of what was typed.
  if (numberOrText(text) !== value && textOfNumber(value) !== text) setText(textOfNumber(value))
  return (
    <TextInput
      {...input}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(numberOrText(event.currentTarget.value))
      }}
    />
  )
}
