// Which report is wanted: kept in the page's address, so that it may be sent to a colleague and found again.

import { cityTime, fromLocalInput, toLocalInput } from '../shared/cityTime.svelte'
import { tongue } from '../shared/i18n.svelte'
import type { Me } from '../shared/wire'
import { type Period, periodOf, type PeriodName } from './periods'

export type Scope = 'shift' | 'organisation' | 'city'

const names: PeriodName[] = ['shift', 'lastShift', 'yesterday', 'week', 'month', 'own']

export class Wanted {
  scope = $state<Scope>('shift')
  organisation = $state<number | null>(null)
  name = $state<PeriodName>('shift')
  /** Local moments of a period of one's own. */
  from = $state('')
  to = $state('')
  private seen: Period = ['', '']

  constructor(readonly me: Me, address: string) {
    const asked = new URLSearchParams(address)
    this.scope = this.scopes.find((scope) => scope === asked.get('scope')) ?? this.scopes[0]!
    this.organisation = Number(asked.get('organisation')) || me.organisation?.id || null
    this.name = this.periods.find((name) => name === asked.get('period')) ?? 'shift'
    this.from = asked.get('from') ?? ''
    this.to = asked.get('to') ?? ''
  }

  /** What this reader may ask about. */
  get scopes(): Scope[] {
    if (this.me.role === 'foreman' || this.me.role === 'chief_engineer') return ['organisation']
    return this.me.may.includes('report_city') ? ['shift', 'organisation', 'city'] : ['shift']
  }

  /** The periods that fit: a shift's report covers a day at most. */
  get periods(): PeriodName[] {
    return this.scope === 'shift' ? names.filter((name) => name !== 'week' && name !== 'month') : names
  }

  /** The call's query; null while the period is not whole, or no organisation is chosen. */
  get query(): string | null {
    const period = this.period
    if (!period || (this.scope === 'organisation' && !this.organisation)) return null
    const query = new URLSearchParams({ scope: this.scope, ...period, lang: tongue.language })
    if (this.scope === 'organisation') query.set('organisation', String(this.organisation))
    return query.toString()
  }

  /** The period in the call's words: which shift is known by the server, as the desk hands over. */
  private get period(): Record<string, string> | null {
    if (this.name === 'shift') return { shift: 'this' }
    if (this.name === 'lastShift') return { shift: 'last' }
    const [from, to] = this.name === 'own' ? [this.from, this.to] : periodOf(this.name, toLocalInput(cityTime.now))
    const [began, ended] = [fromLocalInput(from), fromLocalInput(to)]
    return began && ended ? { from: began, to: ended } : null
  }

  /** The page's own address. */
  get address(): string {
    const query = new URLSearchParams({ scope: this.scope, period: this.name })
    if (this.scope === 'organisation' && this.organisation) query.set('organisation', String(this.organisation))
    if (this.name === 'own') {
      query.set('from', this.from)
      query.set('to', this.to)
    }
    return `/reports?${query}`
  }

  /** Takes another scope; a period that does not fit it becomes the shift. */
  about(scope: Scope) {
    this.scope = scope
    if (!this.periods.includes(this.name)) this.name = 'shift'
  }

  /** Takes another period; one of one's own begins with what was seen last. */
  during(name: PeriodName) {
    if (name === 'own' && this.name !== 'own') [this.from, this.to] = this.seen
    this.name = name
  }

  /** Notes which period was shown. */
  saw({ from, to }: { from: string; to: string }) {
    this.seen = [toLocalInput(Date.parse(from)), toLocalInput(Date.parse(to))]
  }
}
