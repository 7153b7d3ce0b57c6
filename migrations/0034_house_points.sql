-- +goose Up
-- A house's point comes from a register, an outline, a person's pin, crews' visits, or is a guess; placed tells which.
alter table houses drop constraint houses_placed_check;
alter table houses add constraint houses_placed_check check (placed in ('none', 'register', 'footprint', 'pin', 'learned', 'approximate'));

-- Points that no file told: a pin with who put it down, or what crews' visits say. One of each kind counts; what counted
-- before stays as history.
create table house_points (
    city_id  text not null,
    id       bigint generated always as identity,
    house_id bigint not null,
    kind     text not null check (kind in ('pin', 'learned')),
    lon      double precision not null,
    lat      double precision not null,
    spread_m real,                     -- of visits about the point, in metres
    visits   integer,
    by_name  text not null default '', -- who put the pin down
    at       timestamptz not null,
    until    timestamptz,              -- null: it counts
    ended_by text not null default '',
    primary key (city_id, id),
    foreign key (city_id, house_id) references houses (city_id, id),
    check ((kind = 'learned') = (spread_m is not null)),
    check ((kind = 'learned') = (visits is not null))
);
create unique index house_points_living on house_points (city_id, house_id, kind) where until is null;

insert into house_points (city_id, house_id, kind, lon, lat, at) select city_id, id, 'pin', lon, lat, imported_at from houses where placed = 'pin';

-- Where a crew stood while it was on site: single readings while the order is there, then their middle alone. No track.
create table house_visits (
    city_id  text not null,
    order_id bigint not null,
    house_id bigint not null,
    lons     double precision[],       -- null once the middle is known
    lats     double precision[],
    lon      double precision,
    lat      double precision,
    last_at  timestamptz not null,
    primary key (city_id, order_id),
    foreign key (city_id, order_id) references work_orders (city_id, id),
    foreign key (city_id, house_id) references houses (city_id, id),
    check ((lons is null) = (lon is not null))
);
create index house_visits_house on house_visits (city_id, house_id);
create index house_visits_open on house_visits (last_at) where lons is not null;

-- +goose Down
drop table house_visits, house_points;
update houses set placed = 'register' where placed = 'footprint';
update houses set placed = 'none', lon = null, lat = null where placed = 'learned';
alter table houses drop constraint houses_placed_check;
alter table houses add constraint houses_placed_check check (placed in ('none', 'register', 'pin', 'approximate'));
