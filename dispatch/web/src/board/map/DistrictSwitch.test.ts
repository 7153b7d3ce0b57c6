// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import type { Map } from 'maplibre-gl'
import { afterEach, beforeEach, expect, test } from 'vitest'
import DistrictSwitch from './DistrictSwitch.svelte'

beforeEach(() => localStorage.clear())
afterEach(cleanup)

/** What a map was told of its layers. */
function told() {
  const visibility: Record<string, string> = {}
  const map = { getLayer: () => true, setLayoutProperty: (layer: string, _: string, value: string) => (visibility[layer] = value) } as unknown as Map
  return { map, visibility }
}

test('districts and ТОС are shown until somebody chooses, and the choice stays', async () => {
  const first = told()
  render(DistrictSwitch, { map: first.map })
  expect(first.visibility).toMatchObject({ 'district-area': 'visible', 'district-tos-name': 'visible', 'district-balance': 'none' })
  await fireEvent.click(screen.getByRole('button', { name: 'Границы на карте' }))
  await fireEvent.click(screen.getByLabelText('Районы'))
  await fireEvent.click(screen.getByLabelText('Балансовые границы'))
  expect(first.visibility).toMatchObject({ 'district-area': 'none', 'district-area-name': 'none', 'district-tos': 'visible', 'district-balance': 'visible' })
  cleanup()
  const next = told()
  render(DistrictSwitch, { map: next.map })
  expect(next.visibility).toMatchObject({ 'district-area': 'none', 'district-balance-name': 'visible' })
})
