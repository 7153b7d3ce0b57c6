-- +goose Up
-- A city, its organisations, its register of houses. city_id stands first in every key, so that one
-- database serves many cities and may be cut by city later without a change of schema.
create table cities (
    id           text primary key check (id ~ '^[a-z][a-z0-9-]{1,30}$'),
    name         text not null,
    zone         text not null,
    demo         boolean not null default false,
    phone        text not null default '05',
    lon          double precision not null default 0,
    lat          double precision not null default 0,
    west         double precision not null default 0,
    south        double precision not null default 0,
    east         double precision not null default 0,
    north        double precision not null default 0,
    return_hours integer not null default 72 check (return_hours between 1 and 720),
    register     bigint not null default 0, -- grows with each change of houses; tells nodes to build their index anew
    created_at   timestamptz not null
);

-- What the map draws, and what the way to a house obeys: barriers and their crossings.
create table features (
    city_id text not null references cities,
    id      bigint generated always as identity,
    kind    text not null check (kind in ('boundary', 'water', 'green', 'rails', 'street', 'barrier', 'crossing', 'footprint')),
    name    text not null default '', -- of a footprint: its house, as source/source_id
    class   text not null default '', -- of a street: its weight; of a crossing: bridge, level, ...
    bridge  boolean not null default false,
    shape   jsonb not null, -- GeoJSON geometry, lon/lat
    primary key (city_id, id)
);
create index features_kind on features (city_id, kind);

create table organisations (
    city_id text not null references cities,
    id      bigint generated always as identity,
    name    text not null check (name <> ''),
    kind    text not null check (kind in ('management', 'supplier', 'service', 'city')),
    phone   text not null default '',
    own     boolean not null default false, -- the city's own emergency service, 05
    primary key (city_id, id),
    unique (city_id, name)
);
create unique index organisations_own on organisations (city_id) where own;

create table houses (
    city_id         text not null references cities,
    id              bigint generated always as identity,
    source          text not null,
    source_id       text not null,
    doubles         text[] not null default '{}', -- further ids that the source gives the same house
    address         text not null,
    settlement      text not null default '',
    street_type     text not null default '',
    street          text not null default '',
    number          text not null default '',
    lon             double precision,
    lat             double precision,
    placed          text not null default 'none' check (placed in ('none', 'register', 'pin', 'approximate')),
    year            integer not null default 0,
    levels          integer not null default 0,
    entrances       integer not null default 0,
    flats           integer not null default 0,
    emergency       boolean not null default false,
    organisation_id bigint,
    imported_at     timestamptz not null,
    retired_at      timestamptz,
    primary key (city_id, id),
    unique (city_id, source, source_id),
    foreign key (city_id, organisation_id) references organisations (city_id, id),
    check ((lon is null) = (lat is null)),
    check ((placed = 'none') = (lon is null))
);

-- Who is the emergency service (АДС) of a house by contract: for one house, or for all houses of an
-- organisation. A house without a contract is served by 05 itself, "by default" (norms.md 0.7).
create table contracts (
    city_id         text not null references cities,
    id              bigint generated always as identity,
    organisation_id bigint,
    house_id        bigint,
    service_id      bigint not null,
    valid_from      date not null,
    valid_to        date,
    primary key (city_id, id),
    foreign key (city_id, organisation_id) references organisations (city_id, id),
    foreign key (city_id, house_id) references houses (city_id, id),
    foreign key (city_id, service_id) references organisations (city_id, id),
    check ((organisation_id is null) <> (house_id is null))
);
create unique index contracts_of_house on contracts (city_id, house_id, valid_from) where house_id is not null;
create unique index contracts_of_organisation on contracts (city_id, organisation_id, valid_from) where organisation_id is not null;

-- +goose Down
drop table contracts, houses, organisations, features, cities;
