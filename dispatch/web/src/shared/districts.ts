import { dictionary } from './i18n.svelte'
import type { DistrictName } from './wire'

const words = dictionary({
  balance: [(name: string) => `балансовая граница: ${name}`, (name: string) => `balance boundary: ${name}`],
})

/** The parts of the city that a house lies in, as people say them: "Ленинский район, ТОС «Восход»". */
export function districtText(districts: DistrictName[]): string {
  return districts.map(({ kind, name }) => (kind === 'balance' ? words.balance(name) : name)).join(', ')
}
