// How a screen looks: pictures for people in .build/shots, and what axe finds for those who do not see it.

import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'

const shots = resolve(import.meta.dirname, '../../../../.build/shots')

/** Writes a picture of what is to be seen. */
export async function shoot(page, name) {
  // The map's tiles; an answer that nobody reads to its end keeps the network from ever being idle.
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => {})
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await mkdir(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.png`) })
}

/** Fails when axe finds a serious or critical barrier on the page. */
export async function assertNoBarriers(page, name) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  assert.deepEqual(serious.flatMap(({ nodes }) => nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`)), [], name)
}
