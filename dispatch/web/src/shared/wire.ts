// The JSON of the HTTP API and of the sockets, as dispatch/httpapi sends and takes it.
// Times are RFC 3339 UTC strings, points are [lon, lat], ids are numbers.

export type Time = string
export type Point = [lon: number, lat: number]

export type Role =
  | 'operator' | 'dispatcher' | 'senior' | 'crew' | 'foreman' | 'chief_engineer' | 'committee' | 'admin'

export type Right =
  | 'watch' | 'register' | 'inform' | 'dispatch' | 'close' | 'work' | 'acknowledge' | 'overrule' | 'roster' | 'staff' | 'training' | 'administer'
  | 'report' | 'report_city' | 'contracts'

export type RequestState =
  | 'registered' | 'accepted' | 'in_work' | 'done' | 'confirmed' | 'returned'
  | 'closed' | 'rejected' | 'duplicate' | 'redirected'

/** Steps a person may ask of a request: the states plus the release of a parked one. */
export type RequestStep = RequestState | 'released'

export type OrderState =
  | 'reserved' | 'sent' | 'delivered' | 'accepted' | 'en_route' | 'on_site' | 'suspended'
  | 'localised' | 'done' | 'verified' | 'refused' | 'recalled'

export type Severity = 1 | 2 | 3 | 4

export type ClockKind = 'answer' | 'inform' | 'localise' | 'clear' | 'release' | 'eliminate' | 'restore' | 'own_term' | 'check' | 'reply' | 'notify'
  /** The service's own: the whole job, and how long an order may stand in a state. */
  | 'work' | 'state'

/** How well a place is known. */
export type Placed = 'none' | 'register' | 'footprint' | 'pin' | 'learned' | 'approximate'

export type Channel = 'telephone' | 'walk_in' | 'radio' | 'portal' | 'open311' | 'system'

export type Disposition =
  | 'fixed' | 'fixed_temporarily' | 'not_confirmed' | 'no_access' | 'other_responsible' | 'refused_by_resident'

export interface City {
  id: string
  name: string
  zone: string
  demo: boolean
  phone: string
  centre: Point
  bounds: [west: number, south: number, east: number, north: number]
  return_hours: number
  /** Whom the licence of the city's map wants named; '' for nobody. */
  map_credit: string
  /** A map that the city has mounted beneath its own. */
  basemap: Basemap | null
  photo_max_bytes: number
}

export interface Basemap {
  /** archive: a PMTiles file read by ranges; address: tiles that the server fetches. */
  kind: 'archive' | 'address'
  /** Pictures, or vector tiles of a schema. */
  format: 'raster' | 'protomaps' | 'openmaptiles'
  min_zoom: number
  max_zoom: number
  credit: string
  /** Another for each mounting. */
  version: string
}

export interface CityName {
  id: string
  name: string
  zone: string
  demo: boolean
}

/** An organisation as a row names it. */
export interface Party {
  id: number
  name: string
  phone?: string
}

export type OrganisationKind = 'management' | 'supplier' | 'service' | 'city'

export interface Organisation extends Party {
  kind: OrganisationKind
  phone: string
  version: number
  /** The city's own emergency service. */
  own: boolean
  retired_at: Time | null
}

export interface Service extends Party {
  by_default: boolean
}

export interface Me {
  account_id: number
  name: string
  login: string
  role: Role
  city: City
  organisation: Party | null
  crew_id: number | null
  may: Right[]
}

export interface Category {
  code: string
  title_ru: string
  title_en: string
  color: string
  icon: string
}

export interface Problem {
  code: string
  category: string
  title_ru: string
  title_en: string
  places: string[]
  severity: Severity
  skill: string
  crew_size: number
  side: string
  questions: { ru: string; en: string }[]
  script_ru: string
  script_en: string
  synonyms: string[]
}

export interface Classifier {
  categories: Category[]
  problems: Problem[]
}

export interface AddressCandidate {
  /** Null: a street, the number is still missing. */
  house_id: number | null
  address: string
  settlement: string
  point: Point | null
  placed: Placed
  /** Of an approximate point: nine times of ten the house is within it. Else 0. */
  radius_meters: number
  confidence: number
  /** What it rests on beside the words, in the reader's language; '' when the words are the reason. */
  why: string
  why_code: WhyCode
}

/** A house that may be the one that somebody pointed at. */
export interface NearHouse {
  house_id: number
  address: string
  settlement: string
  point: Point
  placed: Placed
  meters: number
}

/** Chosen for the same words before; a far guess; the street lacks the number and this one is near. */
export type WhyCode = '' | 'chosen_before' | 'looks_like' | 'nearest_number'

export interface AddressAnswer {
  answer: number | null
  confidence: number
  reason: string
  reason_code: string
  parsed: { entrance: string; floor: string; flat: string }
  candidates: AddressCandidate[]
}

/** A stretch of a text: characters (code points) from 0, half open. */
export interface SpanReading {
  text: string
  start: number
  end: number
}

export type Effect = 'cut' | 'lowered'

export interface UtilityReading {
  name: string
  effect: Effect
}

export interface HouseReading {
  house_id?: number
  ids: string[]
  address: string
  street: string
  number: string
  point?: Point
  effect?: Effect
  confidence: number
  span: SpanReading
}

export interface AreaReading {
  name: string
  houses: number
  /** One side of a street only. */
  side?: 'even' | 'odd'
  /** Named as a limit only: from there, up to there. */
  limit?: boolean
  span: SpanReading
}

export interface MissedReading {
  span: SpanReading
  street?: string
  reason: string
}

/** What a dispatcher's comment says. */
export interface Reading {
  kind: 'outage' | 'low_pressure' | 'planned' | 'no_address'
  /** The text as meant, where it was typed on another layout; the spans are of this one. */
  read_as?: string
  utilities: UtilityReading[]
  diameters_mm: number[]
  cause?: string
  works?: string
  site: HouseReading[]
  houses: HouseReading[]
  areas: AreaReading[]
  institutions: SpanReading[]
  unresolved: MissedReading[]
}

export interface HousePin {
  by: string
  at: Time
}

export interface House {
  id: number
  address: string
  settlement: string
  point: Point | null
  placed: Placed
  /** Of an approximate point: nine times of ten the house is within it. Else 0. */
  radius_meters: number
  /** Who put its point down; null: nobody did. */
  pin: HousePin | null
  facts: HouseFacts
  organisation: Party | null
  service: Service
  districts: DistrictName[]
  open: RequestRow[]
}

/** A part of the city that a house lies in: area = managing area, tos = ТОС, balance = boundary of balance. */
export interface DistrictName {
  kind: 'area' | 'tos' | 'balance'
  name: string
}

export interface ClockRow {
  id: number
  kind: ClockKind
  round: number
  clause: string
  edition: string
  verified: boolean
  started_at: Time
  due_at: Time
  met_at: Time | null
  void: boolean
  /** Of a state clock: whose state it is. */
  order_id: number | null
  /** Of a working clock that stands still; the law's never do. */
  paused_at: Time | null
  /** How many levels of the escalation ladder were told. */
  level: number
}

export interface OrderRow {
  id: number
  version: number
  state: OrderState
  since: Time
  crew_id: number | null
  crew: string
  organisation: Party | null
  by_voice: boolean
  planned_at: Time | null
}

export interface RequestRow {
  id: number
  number: string
  version: number
  state: RequestState
  severity: Severity
  problem: string
  category: string
  house_id: number | null
  address: string
  address_text: string
  point: Point | null
  placed: Placed
  /** Of an approximate point: nine times of ten the house is within it. Else 0. */
  radius_meters: number
  registered_at: Time
  channel: Channel
  main_id: number | null
  joined: number
  organisation: Party | null
  service: Service | null
  parked: boolean
  returned: number
  planned_at: Time | null
  done_at: Time | null
  clocks: ClockRow[]
  orders: OrderRow[]
}

export interface PhotoRow {
  id: number
  order_id: number | null
  at: Time
  by: Role | 'resident'
  note: string
}

/** What helps at the door; 0 where the register does not know. */
export interface HouseFacts {
  levels: number
  entrances: number
  flats: number
  year: number
}

/** Who was told what of a request; no address in full. */
export interface Notice {
  id: number
  kind: 'registered' | 'planned' | 'done' | 'ended' | 'order' | 'escalation' | 'trial'
  at: Time
  to: string
  text: string
  state: 'waiting' | 'held' | 'sent' | 'acknowledged' | 'unanswered' | 'failed' | 'void'
  ended_at: Time | null
  attempts: Attempt[]
  /** It waits for this reader's word. */
  may_ack: boolean
}

export interface Attempt {
  means: 'tablet' | 'board' | 'push' | 'telegram' | 'sms' | 'mail' | 'voice'
  state: 'queued' | 'sent' | 'delivered' | 'acknowledged' | 'failed' | 'skipped'
  at: Time
  towards: string
  why_ru: string
  why_en: string
}

export interface JournalEntry {
  seq: number
  at: Time
  device_at: Time | null
  actor: string
  role: Role | 'resident' | 'system'
  kind: string
  from: string
  to: string
  order_id: number | null
  text_ru: string
  text_en: string
  reason: string
}

export type OrderTimes = Partial<Record<OrderState, Time | null>>

export interface OrderCard extends OrderRow {
  request_id: number
  number: string
  handed_to: string
  handed_phone: string
  their_number: string
  note: string
  reason: string
  times: OrderTimes
  /** Steps open to this reader now. */
  may: OrderState[]
}

export interface RequestCard extends RequestRow {
  entrance: string
  floor: string
  flat: string
  text: string
  caller_name: string
  phone: string
  received_at: Time
  damaged_at: Time
  disposition: Disposition | ''
  /** Why it is held for a look before anybody is sent; '' when it is not. */
  parked_for: string
  link: string
  house: HouseFacts | null
  /** Who put the house's point down; null: nobody did. */
  house_pin: HousePin | null
  districts: DistrictName[]
  may: RequestStep[]
  order_cards: OrderCard[]
  joined_rows: RequestRow[]
  photos: PhotoRow[]
  journal: JournalEntry[]
}

export interface CrewRow {
  id: number
  version: number
  name: string
  organisation: Party
  skills: string[]
  people: number
  phone: string
  tablet: boolean
  on_shift: boolean
  shift_until: Time | null
  point: Point | null
  point_at: Time | null
  /** When its tablet was last heard. */
  heard_at: Time | null
  /** Since when the oldest action on its tablet is not confirmed. */
  waits_since: Time | null
  load: { state: 'free' | 'reserved' | 'busy'; orders: number; reserved: number }
}

export interface EscalationRow {
  id: number
  request_id: number
  number: string
  address: string
  /** Once it is met or void in the request's row, the alarm is over. */
  clock_id: number
  clock_kind: ClockKind
  clause: string
  due_at: Time
  level: number
  role: Role
  at: Time
  passed: boolean
  acknowledged_by: string | null
  acknowledged_at: Time | null
  /** How many acknowledgements have run out without action. */
  lapsed: number
  /** Who may take it; an administrator may too, with a reason. */
  may_ack: Role[]
}

export interface Reason {
  code: string
  ru: string
  en: string
}

export interface Choice {
  crew: CrewRow
  meters: number | null
  minutes: number | null
  /** The minutes are by a stated average, not along roads. */
  rough: boolean
  method_ru: string
  method_en: string
  reasons: Reason[]
}

export interface Recommendation {
  chosen: Choice[]
  not_chosen: Choice[]
  missing: Reason[]
  /** Whom the roads are owed to. */
  credit: string
}

export interface Training {
  running: boolean
  pace: number
  version: number
}

export interface BoardData {
  requests?: RequestRow[]
  crews?: CrewRow[]
  escalations?: EscalationRow[]
  training?: Training
  /** Requests that this board no longer shows. */
  gone?: number[]
  gone_crews?: number[]
}

/** How far a crew's tablet is behind. */
export interface TabletHeard {
  crew_id: number
  heard_at: Time
  waits_since: Time | null
}

/** Who has a request's card open; believed for 15 s. */
export interface Presence {
  request_id: number
  name: string
  at: Time
}

export interface CrewPosition {
  crew_id: number
  point: Point
  at: Time
}

export interface CrewOrder extends OrderCard {
  problem: string
  category: string
  severity: Severity
  address: string
  point: Point | null
  placed: Placed
  /** Of an approximate point: nine times of ten the house is within it. Else 0. */
  radius_meters: number
  entrance: string
  floor: string
  flat: string
  text: string
  caller_name: string
  phone: string
  registered_at: Time
  clocks: ClockRow[]
  house: HouseFacts | null
  gone?: boolean
}

/** One thing that a driver is told. */
export interface RouteStep {
  turn: 'set_off' | 'straight' | 'left' | 'right' | 'back' | 'off_road' | 'ring_straight' | 'ring_left' | 'ring_right' | 'ring_back'
  meters: number
  ru: string
  en: string
}

/** The way of an order's crew to its house. */
export interface OrderRoute {
  order_id: number
  at: Time
  from: Point | null
  /** When the crew was there; null: it is the crew's base. */
  from_at: Time | null
  to: Point | null
  meters: number | null
  minutes: number | null
  by: 'roads' | 'barriers' | ''
  rough: boolean
  method_ru: string
  method_en: string
  line: Point[]
  steps: RouteStep[]
  /** Why there is no way. */
  missing: Reason | null
  /** Whom the roads are owed to. */
  credit: string
}

export interface CrewData {
  crew?: CrewRow
  orders?: CrewOrder[]
}

export interface LinkUpdate {
  at: Time
  kind: string
  text_ru: string
  text_en: string
}

export interface LinkState {
  number: string
  state: RequestState
  version: number
  address: string
  problem: string
  category: string
  registered_at: Time
  planned_at: Time | null
  inform_due_at: Time | null
  photos: number
  updates: LinkUpdate[]
  can_return: boolean
  can_confirm: boolean
  return_until: Time | null
  done_at: Time | null
  city: string
}

export interface NewReport {
  house_id: number | null
  address_text: string
  point: Point | null
  entrance: string
  floor: string
  flat: string
  problem: string
  text: string
  phone: string
  caller_name: string
}

export interface Registered {
  number: string
  link: string
  token: string
  registered_at: Time
  inform_due_at: Time | null
  open_here: number
}

export interface NewRequest extends NewReport {
  channel: 'telephone' | 'walk_in' | 'radio'
  received_at?: Time
  damaged_at?: Time
  join?: number
}

/** What is open at a house already, for the call form. */
export interface OpenHere {
  same_fault: RequestRow[]
  others: RequestRow[]
}

/** Opens one socket, within half a minute. */
export interface Ticket {
  ticket: string
}

export interface PhotoTaken {
  photo_id: number
}

/** What the service answers instead of what was asked (RFC 9457); problem.ts makes a Problem of it. */
export interface Refusal {
  type: string
  title: string
  status: number
  detail: string
  code: string
  errors?: { field: string; code: string; message: string }[]
  /** What to look at now: of a stale version, who changed it and when. */
  current?: { by?: string; at?: Time; state?: string; version?: number }
}

/** What a plan of duty is about: every day, the working ones, or all the others. */
export type DutyDays = '' | 'working' | 'holiday'

export interface Person {
  id: number
  version: number
  name: string
  organisation_id: number
  role: Role
  crew_id: number | null
  phone: string
  email: string
  telegram: string
  account_id: number | null
  /** By which they can be told; none: nobody can. */
  channels: string[]
  retired_at: Time | null
}

/** A login with what it may do. */
export interface Account {
  id: number
  version: number
  login: string
  name: string
  role: Role
  organisation_id: number | null
  organisation: string
  crew_id: number | null
  disabled: boolean
  /** The password was given out and has not been replaced yet. */
  temporary: boolean
}

/** An account with the temporary password that it was just given: told this once. */
export interface GivenAccount {
  account: Account
  password: string
}

/** What ends with a crew, and the open orders that keep it from ending. */
export interface CrewHolds {
  orders: string[]
  shift_until: Time | null
  logins: string[]
  posts: string[]
  people: string[]
}

/** Which emergency service is bound for one house, or for all of an organisation. */
export interface Contract {
  id: number
  version: number
  organisation: Party | null
  house_id: number | null
  address: string
  houses: number
  service: Party
  from: string
  /** '': until further notice. */
  to: string
  document: string
  state: 'now' | 'later' | 'ended'
}

/** What a change does to who answers for houses. */
export interface Answering {
  houses: number
  by_default: number
  open: number
}

/** What stands on an organisation. */
export interface OrganisationHolds {
  crews: number
  people: number
  accounts: number
  orders: number
  managed: number
  answering: Answering
}

export interface Vehicle {
  id: number
  version: number
  name: string
  plate: string
  organisation_id: number
  retired_at: Time | null
}

/** Somebody who holds a post or a role. */
export interface OnDuty {
  person_id: number | null
  account_id: number | null
  name: string
  phone: string
  channels: string[]
  post_id: number | null
  /** null: no end is planned. */
  until: Time | null
}

export interface Rotation {
  days: DutyDays
  first: string
  /** '': until further notice. */
  last: string
  hand_over: string
  hours: number
  daily: boolean
  /** People of each turn. */
  turns: number[][]
}

export interface StandIn {
  id: number
  from: Time
  to: Time
  /** null: nobody takes the place. */
  person_id: number | null
  /** null: of everybody. */
  instead_id: number | null
  why: string
  by: string
  at: Time
}

/** A GeoJSON area. */
export interface Territory {
  type: string
  coordinates: unknown
}

/** A duty that somebody has to hold, with who holds it now. */
export interface Post {
  id: number
  version: number
  name: string
  role: Role
  /** null: of the city. */
  organisation_id: number | null
  crew_id: number | null
  territory: Territory | null
  supervisor_id: number | null
  on_call: boolean
  days: DutyDays
  window: string
  /** false: every account of the role holds it. */
  planned: boolean
  now: OnDuty[]
  rotations: Rotation[]
  overrides: StandIn[]
}

export interface Watch {
  person_id: number
  name: string
  from: Time
  to: Time
  stand_in: boolean
}

export interface PostWatches {
  post: Post
  watches: Watch[]
  findings: Finding[]
}

/** What is wrong with a plan of duty, found before the shift begins. */
export interface Finding {
  fault: 'gap' | 'unreachable' | 'too_long' | 'too_soon' | 'unknown_year' | 'nobody'
  post_id: number
  post: string
  person_id: number | null
  person: string
  from: Time
  to: Time
  text_ru: string
  text_en: string
}

export interface HandOverNote {
  id: number
  at: Time
  author: string
  text: string
}

/** One change of the plan of duty. */
export interface RosterLine {
  id: number
  at: Time
  actor: string
  role: Role | 'system'
  kind: string
  ref: number
  why: string
  detail: Record<string, unknown>
}

/** Who answers for a house and a fault at a moment. */
export interface Answers {
  at: Time
  house_id: number
  address: string
  problem: string
  problem_ru: string
  problem_en: string
  skill: string
  organisation: Party | null
  service: Service
  side: 'organisation' | 'supplier' | 'city'
  side_parties: Party[]
  crews: CrewDuty[]
  term: { kind: ClockKind; clause: string; due_at: Time } | null
  policy: { code: string; title_ru: string; title_en: string; ack_minutes: number }
  ladder: LadderStep[]
  missing: Reason[]
}

export interface CrewDuty {
  crew_id: number
  name: string
  phone: string
  organisation: Party
  posts: string[]
  people: OnDuty[]
  /** Of the post above, when nobody is on duty. */
  instead: OnDuty[]
}

export interface LadderStep {
  level: number
  role: Role
  title_ru: string
  title_en: string
  /** Since the missed term. */
  after_minutes: number
  organisation: Party | null
  /** When it is told if nobody acts before; null: the fault starts no term. */
  tell_at: Time | null
  /** Nobody holds it then: the next one is told at once. */
  passed: boolean
  people: OnDuty[]
}

/** A number and the requests behind it: the first hundred. */
export interface Figure {
  count: number
  requests: RequestRef[]
}

export interface RequestRef {
  id: number
  number: string
}

export interface Rate {
  part: number
  of: number
}

export interface Spread {
  count: number
  median_seconds: number
  p90_seconds: number
}

/** What became of the terms of one norm in one edition. */
export interface ClauseFigures {
  norm: string
  kind: ClockKind
  clause: string
  edition: string
  verified: boolean
  /** Codes of the faults that it was about, the most frequent first. */
  problems: string[]
  /** By which ways those reports came, the most frequent first. */
  channels: Channel[]
  on_time: Figure
  late: Figure
  overdue: Figure
  running: Figure
  honest: Rate
  lateness: Spread
}

export interface ReasonFigure extends Figure {
  what: string
  reason: string
}

export interface Repeat extends RequestRef {
  address: string
  problem: string
  earlier: RequestRef
}

export interface ReturnedWork {
  organisation: string
  crew: string
  done: Figure
  returned: Figure
  rate: Rate
}

export interface StateTime {
  of: 'request' | 'order'
  state: string
  left: Spread
  still: Figure
  longest_seconds: number
}

export interface LevelFigures {
  level: number
  role: string
  told: Figure
  acknowledged: Figure
  silent: Figure
  untold: Figure
  passed: Figure
  answered: Spread
}

/** How the work went over a period, as of its end. */
export interface WorkReport {
  city: string
  scope: 'shift' | 'organisation' | 'city'
  organisation: string
  from: Time
  to: Time
  as_of: Time
  registered: Figure
  closed: Figure
  withdrawn: Figure
  open: Figure
  honest: Rate
  clauses: ClauseFigures[]
  reasons: ReasonFigure[]
  repeated: number
  repeats: Repeat[]
  returned: { rate: Rate; works: ReturnedWork[] }
  states: StateTime[]
  escalations: LevelFigures[]
}
