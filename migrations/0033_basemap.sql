-- +goose Up
-- A basemap that a city mounts beneath its own map, and whom the licence of its map wants named.
alter table cities
    add column basemap       jsonb, -- kind, format, zooms, credit: geo/basemap.Mount
    add column basemap_place text,  -- path of an archive, or a template that may hold a key: never leaves the server
    add column map_credit    text not null default '',
    add constraint cities_basemap_whole check ((basemap is null) = (basemap_place is null));

-- +goose Down
alter table cities drop constraint cities_basemap_whole, drop column basemap, drop column basemap_place, drop column map_credit;
