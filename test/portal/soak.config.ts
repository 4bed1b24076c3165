import { mergeConfig } from 'vitest/config'
import shared from '../../.config/vitest.config.ts'

const { projects: _, ...test } = shared.test ?? {}

/** The longer walks through the portal, beside those of the suite: `npm run soak -- portal`. */
export default mergeConfig(
  { ...shared, test },
  { test: { include: ['test/portal/*.{test,soak}.ts'], fileParallelism: false } },
)
