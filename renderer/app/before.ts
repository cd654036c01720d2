import { z } from 'zod'

// The page's policy allows no code made from strings; zod would try it to make parsing faster.
z.config({ jitless: true })
