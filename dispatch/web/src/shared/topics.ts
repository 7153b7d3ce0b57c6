// Names of the socket's topics: the city first, as in every key of the service.

export function boardTopic(city: string): string {
  return `${city}/board`
}

export function organisationTopic(city: string, organisation: number): string {
  return `${city}/organisation/${organisation}`
}

export function crewTopic(city: string, crew: number): string {
  return `${city}/crew/${crew}`
}

export function linkTopic(city: string, token: string): string {
  return `${city}/link/${token}`
}
