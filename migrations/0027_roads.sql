-- +goose Up
-- A city's road graph, whole in one row: it is read whole, into memory, and a new import replaces it in one commit.
create table roads (
    city_id     text primary key references cities,
    graph       bytea not null,                -- geo/roads.Graph, as its MarshalBinary writes it
    nodes       integer not null,
    edges       integer not null,              -- directed ones
    source      text not null,                 -- osm, demo
    as_of       timestamptz,                   -- the newest edit in the source; null where it tells none
    imported_at timestamptz not null
);

-- Grows with each change of a city's roads, as register does with its houses.
alter table cities add column roads bigint not null default 0;

-- +goose Down
alter table cities drop column roads;
drop table roads;
