-- +goose Up
-- A house is what its sources say of it together. fias is its id in the state address register (GAR, FIAS), the key by
-- which sources agree on one house where they know it; '' where none does.
alter table houses add column fias text not null default '';
create index houses_fias on houses (city_id, fias) where fias <> '';

-- One reading of a file into a city. One that was not finished is gone on with when the same file comes again.
create table imports (
    city_id     text not null references cities,
    id          bigint generated always as identity,
    source      text not null,
    file        text not null, -- its name without folders
    fingerprint text not null, -- of its bytes, and of what was asked of it
    bytes       bigint not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    resumed     integer not null default 0, -- how often it was gone on with
    outcome     jsonb not null default '{}',
    primary key (city_id, id)
);
create unique index imports_open on imports (city_id, source) where finished_at is null;

-- What an import had read before it broke off; gone once it is finished.
create table import_parts (
    city_id   text not null,
    import_id bigint not null,
    part      text not null,
    body      bytea not null,
    primary key (city_id, import_id, part),
    foreign key (city_id, import_id) references imports (city_id, id) on delete cascade
);

-- Which source said what of which house, from when until when; until is null while it says so still.
create table house_records (
    city_id      text not null,
    id           bigint generated always as identity,
    house_id     bigint not null,
    source       text not null,
    source_id    text not null,
    import_id    bigint, -- null: from before imports were kept
    since        timestamptz not null,
    until        timestamptz,
    doubles      text[] not null default '{}',
    address      text not null,
    settlement   text not null default '',
    street_type  text not null default '',
    street       text not null default '',
    number       text not null default '',
    lon          double precision,
    lat          double precision,
    placed       text not null,
    year         integer not null default 0,
    levels       integer not null default 0,
    entrances    integer not null default 0,
    flats        integer not null default 0,
    emergency    boolean not null default false,
    organisation text not null default '',
    fias         text not null default '',
    detail       jsonb not null default '{}', -- what else the source tells
    primary key (city_id, id),
    foreign key (city_id, house_id) references houses (city_id, id),
    foreign key (city_id, import_id) references imports (city_id, id)
);
create unique index house_records_living on house_records (city_id, source, source_id) where until is null;
create index house_records_source on house_records (city_id, source, source_id, id);
create index house_records_house on house_records (city_id, house_id);

update houses set fias = lower(source_id) where source = 'fias' and source_id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

insert into house_records (city_id, house_id, source, source_id, since, until, doubles, address, settlement, street_type, street, number, lon, lat, placed,
    year, levels, entrances, flats, emergency, organisation, fias)
select h.city_id, h.id, h.source, h.source_id, h.imported_at, h.retired_at, h.doubles, h.address, h.settlement, h.street_type, h.street, h.number,
    case when h.placed = 'register' then h.lon end, case when h.placed = 'register' then h.lat end, case when h.placed = 'register' then 'register' else 'none' end,
    h.year, h.levels, h.entrances, h.flats, h.emergency, coalesce(o.name, ''), h.fias
from houses h left join organisations o on o.city_id = h.city_id and o.id = h.organisation_id;

-- Outlines of several sources stand beside one another.
alter table features add column source text not null default '';

-- +goose Down
alter table features drop column source;
drop table house_records, import_parts, imports;
drop index houses_fias;
alter table houses drop column fias;
