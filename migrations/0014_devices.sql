-- +goose Up
-- Tablets: enrolled once by a code, bound to a crew, wiped from afar; and who is logged on to crew and vehicle.
create table devices (
    city_id      text not null references cities,
    id           bigint generated always as identity,
    name         text not null check (name <> ''),
    account_id   bigint not null, -- the crew's login, in whose name it works
    token        text not null unique, -- hash of the secret in the device's cookie
    enrolled_at  timestamptz not null,
    enrolled_by  bigint not null,
    seen_at      timestamptz,
    wiped_at     timestamptz, -- ordered to forget all that it holds
    wipe_seen_at timestamptz, -- and has done so
    primary key (city_id, id),
    foreign key (city_id, account_id) references accounts (city_id, id),
    foreign key (city_id, enrolled_by) references accounts (city_id, id)
);

create table device_invitations (
    code       text primary key, -- hash
    city_id    text not null,
    account_id bigint not null,
    invited_by bigint not null,
    expires_at timestamptz not null,
    foreign key (city_id, account_id) references accounts (city_id, id),
    foreign key (city_id, invited_by) references accounts (city_id, id)
);

alter table sessions
    add column device_id bigint, -- of a log-on at a tablet
    add foreign key (city_id, device_id) references devices (city_id, id);

create table log_ons (
    city_id    text not null references cities,
    id         bigint generated always as identity,
    device_id  bigint not null,
    session    text not null, -- name of the session: when it is gone, the log-on is over
    person_id  bigint not null,
    vehicle_id bigint,
    at         timestamptz not null,
    ended_at   timestamptz,
    primary key (city_id, id),
    foreign key (city_id, device_id) references devices (city_id, id),
    foreign key (city_id, person_id) references people (city_id, id),
    foreign key (city_id, vehicle_id) references vehicles (city_id, id)
);
create unique index log_ons_once on log_ons (city_id, session, person_id) where ended_at is null;
create index log_ons_open on log_ons (session) where ended_at is null;
create index log_ons_of_person on log_ons (city_id, person_id, at);

-- +goose Down
drop table log_ons;
alter table sessions drop column device_id;
drop table device_invitations, devices;
