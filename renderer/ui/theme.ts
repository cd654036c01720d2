import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** Mantine's greys, replaced by the neutral ones of tokens.css (index 0 is text, 9 the darkest ground). */
const dark: MantineColorsTuple = [
  '#e8e7e4',
  '#b4b5b7',
  '#8f9296',
  '#5d6065',
  '#3c3f43',
  '#2a2c2f',
  '#1f2123',
  '#17181a',
  '#101112',
  '#0a0a0a',
]

const accent: MantineColorsTuple = [
  '#e9f6f3',
  '#d5ece7',
  '#b9e2d9',
  '#a5dccf',
  '#94d8ca',
  '#7cc7b8',
  '#7cc7b8',
  '#5fae9f',
  '#4b9486',
  '#387a6d',
]

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  autoContrast: true,
  luminanceThreshold: 0.35,
  colors: { dark, accent },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  defaultRadius: 'sm',
  radius: { sm: '5px', md: '8px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, transitionProps: { duration: 80 } } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 100 },
        overlayProps: { backgroundOpacity: 0.55, blur: 0 },
        // A header outside the page's own parts would be taken for the head of the page.
        attributes: { header: { role: 'none' } },
      },
    },
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
  },
})
