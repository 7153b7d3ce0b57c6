import type { Component } from 'svelte'
import { dictionary } from '../shared/i18n.svelte'
import type { IconName } from '../shared/parts/icons'
import type { Me, Right } from '../shared/wire'
import Accounts from './directory/Accounts.svelte'
import Changes from './directory/Changes.svelte'
import Contracts from './directory/Contracts.svelte'
import Crews from './directory/Crews.svelte'
import Organisations from './directory/Organisations.svelte'
import Vehicles from './directory/Vehicles.svelte'
import Duty from './roster/Duty.svelte'
import People from './roster/People.svelte'
import Tablets from './roster/Tablets.svelte'
import WhoAnswers from './roster/WhoAnswers.svelte'
import Calendar from './rules/Calendar.svelte'
import Channels from './rules/Channels.svelte'
import Faults from './rules/Faults.svelte'
import History from './rules/History.svelte'
import Ladders from './rules/Ladders.svelte'
import Limits from './rules/Limits.svelte'
import Norms from './rules/Norms.svelte'
import Readings from './rules/Readings.svelte'

const words = dictionary({
  duty: ['Дежурства', 'Duty'],
  answers: ['Кто отвечает', 'Who answers'],
  people: ['Сотрудники', 'People'],
  tablets: ['Планшеты', 'Tablets'],
  crews: ['Бригады', 'Crews'],
  vehicles: ['Машины', 'Vehicles'],
  organisations: ['Организации', 'Organisations'],
  contracts: ['Договоры', 'Contracts'],
  accounts: ['Учётные записи', 'Accounts'],
  changes: ['Журнал изменений', 'Journal of changes'],
  norms: ['Нормы', 'Norms'],
  faults: ['Неисправности', 'Faults'],
  ladders: ['Лестницы', 'Ladders'],
  channels: ['Каналы', 'Channels'],
  limits: ['Пределы состояний', 'Limits of states'],
  readings: ['Толкования', 'Readings'],
  calendar: ['Календарь', 'Calendar'],
  history: ['Изменения правил', 'Changes of the rules'],
})

/** A section of the office: what it is called, and which right opens it. */
export interface Section {
  id: string
  icon: IconName
  title: () => string
  needs: Right
  view: Component<{ me: Me }>
}

export const sections: Section[] = [
  { id: 'duty', icon: 'calendar-clock', title: () => words.duty, needs: 'watch', view: Duty },
  { id: 'answers', icon: 'phone-forwarded', title: () => words.answers, needs: 'watch', view: WhoAnswers },
  { id: 'people', icon: 'users', title: () => words.people, needs: 'watch', view: People },
  { id: 'tablets', icon: 'tablet', title: () => words.tablets, needs: 'roster', view: Tablets },
  { id: 'crews', icon: 'hard-hat', title: () => words.crews, needs: 'watch', view: Crews },
  { id: 'vehicles', icon: 'truck', title: () => words.vehicles, needs: 'watch', view: Vehicles },
  { id: 'organisations', icon: 'building-2', title: () => words.organisations, needs: 'watch', view: Organisations },
  { id: 'contracts', icon: 'receipt-text', title: () => words.contracts, needs: 'watch', view: Contracts },
  { id: 'accounts', icon: 'user', title: () => words.accounts, needs: 'administer', view: Accounts },
  { id: 'changes', icon: 'history', title: () => words.changes, needs: 'contracts', view: Changes },
  { id: 'norms', icon: 'clock', title: () => words.norms, needs: 'watch', view: Norms },
  { id: 'faults', icon: 'wrench', title: () => words.faults, needs: 'watch', view: Faults },
  { id: 'ladders', icon: 'siren', title: () => words.ladders, needs: 'watch', view: Ladders },
  { id: 'channels', icon: 'send', title: () => words.channels, needs: 'watch', view: Channels },
  { id: 'limits', icon: 'clock-alert', title: () => words.limits, needs: 'watch', view: Limits },
  { id: 'readings', icon: 'receipt-text', title: () => words.readings, needs: 'watch', view: Readings },
  { id: 'calendar', icon: 'sun', title: () => words.calendar, needs: 'watch', view: Calendar },
  { id: 'history', icon: 'history', title: () => words.history, needs: 'watch', view: History },
]
